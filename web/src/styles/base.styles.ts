/** What every component shares: how text, focus, links, buttons and fields look. Fluent 2's look in plain CSS. */
import { css } from 'lit';

export const base = css`
  :host {
    color: var(--relata-color-text);
    font: var(--relata-size-body) / 20px var(--relata-font);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  bdi {
    overflow-wrap: anywhere;
  }

  a {
    color: var(--relata-color-link);
  }

  :focus-visible {
    border-radius: var(--relata-radius);
    outline: 2px solid var(--relata-color-focus);
    outline-offset: 1px;
  }

  .faint {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    padding: 5px 12px;
    border: 1px solid var(--relata-color-line-strong);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    color: var(--relata-color-text);
    font: 600 var(--relata-size-body) / 20px var(--relata-font);
    text-decoration: none;
    cursor: pointer;
  }

  .button:hover {
    background: var(--relata-color-surface-hover);
  }

  .button.primary {
    border-color: transparent;
    background: var(--relata-color-brand);
    color: var(--relata-color-on-brand);
  }

  .button.primary:hover {
    background: var(--relata-color-brand-hover);
  }

  .button.danger {
    border-color: transparent;
    background: var(--relata-color-danger-strong);
    color: var(--relata-color-on-brand);
  }

  .button.danger:hover {
    background: var(--relata-color-danger-hover);
  }

  .button.subtle {
    border-color: transparent;
    background: transparent;
    font-weight: 400;
  }

  .button.subtle:hover {
    background: var(--relata-color-surface-hover);
  }

  .button.icon {
    min-width: 32px;
    padding: 5px;
  }

  .button:disabled {
    opacity: 0.5;
    cursor: default;
  }

  .field {
    display: grid;
    gap: var(--relata-space-1);
    font-weight: 600;
  }

  .field input,
  .field textarea {
    width: 100%;
    padding: 6px 10px;
    border: 1px solid var(--relata-color-line-strong);
    border-bottom-color: var(--relata-color-line-control);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    color: var(--relata-color-text);
    font: var(--relata-size-body) / 20px var(--relata-font);
  }

  .field ::placeholder {
    color: var(--relata-color-text-faint);
    opacity: 1;
  }

  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
  }
`;
