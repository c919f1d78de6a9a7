import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  div {
    position: relative;
  }

  .face {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    padding: 2px var(--relata-space-2) 2px 2px;
    border: 0;
    border-radius: 18px;
    background: none;
    color: var(--relata-color-text);
    font: inherit;
    cursor: pointer;
  }

  .face:hover,
  .face[aria-expanded='true'] {
    background: var(--relata-color-surface-hover);
  }

  relata-avatar {
    width: 32px;
    height: 32px;
  }

  .name {
    max-width: 180px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .count {
    min-width: 18px;
    padding: 0 5px;
    border-radius: 9px;
    background: var(--relata-color-danger);
    color: var(--relata-color-surface);
    font-size: var(--relata-size-small);
    font-weight: 600;
    line-height: 18px;
    text-align: center;
  }

  #panel {
    position: absolute;
    z-index: 10;
    inset-block-start: calc(100% + 4px);
    inset-inline-end: 0;
    display: grid;
    gap: var(--relata-space-3);
    width: max-content;
    min-width: 240px;
    max-width: min(320px, calc(100vw - 32px));
    padding: var(--relata-space-4);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
    box-shadow: var(--relata-shadow-modal);
    white-space: normal;
  }

  .who {
    display: grid;
    gap: 2px;
    overflow-wrap: anywhere;
  }

  ul {
    display: grid;
    margin-inline: calc(-1 * var(--relata-space-2));
    border-block: 1px solid var(--relata-color-line);
    padding-block: var(--relata-space-1);
  }

  li a {
    display: block;
    padding: 6px var(--relata-space-2);
    border-radius: var(--relata-radius);
    color: var(--relata-color-text);
    text-decoration: none;
  }

  li .faint {
    display: block;
    padding: 0 var(--relata-space-2) 6px;
  }

  li a:hover {
    background: var(--relata-color-surface-hover);
  }

  @media (max-width: 960px) {
    .name {
      display: none;
    }

    .face {
      padding: 2px;
    }
  }
`;
