/** One of a few, side by side: links to views, or the days of a window. */
import { css } from 'lit';

export const choices = css`
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  .choices a,
  .choices button {
    display: inline-flex;
    align-items: center;
    min-height: 32px;
    padding: 3px 14px;
    border: 1px solid var(--relata-color-line-strong);
    border-radius: 16px;
    background: var(--relata-color-surface);
    color: var(--relata-color-text);
    font: inherit;
    text-decoration: none;
    cursor: pointer;
  }

  .choices :is(a, button):hover {
    background: var(--relata-color-surface-hover);
  }

  .choices :is(a, button):is([aria-current='page'], [aria-pressed='true']) {
    border-color: var(--relata-color-link);
    background: var(--relata-color-brand-tint);
    color: var(--relata-color-link);
    font-weight: 600;
  }

  @media (max-width: 599px) {
    .choices {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      /* Room for the focus, which an edge would cut. */
      margin: -3px;
      padding: 3px;
    }

    .choices > * {
      flex: none;
    }
  }

  .choices :focus-visible {
    border-radius: 16px;
  }

  @media (forced-colors: active) {
    .choices :is([aria-current='page'], [aria-pressed='true']) {
      outline: 2px solid Highlight;
    }
  }
`;
