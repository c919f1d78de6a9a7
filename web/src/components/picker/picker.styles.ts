import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
  }

  [role='listbox'] {
    position: absolute;
    z-index: 10;
    inset-inline: 0;
    max-height: min(50vh, 320px);
    margin-top: var(--relata-space-1);
    padding: var(--relata-space-1);
    overflow: auto;
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    box-shadow: var(--relata-shadow);
  }

  :host([flows]) [role='listbox'] {
    position: static;
    max-height: 220px;
    box-shadow: none;
  }

  .choice {
    padding: 6px 10px;
    border-radius: var(--relata-radius);
    cursor: pointer;
  }

  .choice:hover,
  .choice[aria-selected='true'] {
    background: var(--relata-color-surface-hover);
  }

  .choice[aria-selected='true'] {
    outline: 2px solid var(--relata-color-focus);
    outline-offset: -2px;
  }

  .name {
    display: block;
    font-weight: 600;
  }

  .choice > span {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .none:not(:empty) {
    margin-top: var(--relata-space-1);
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }
`;
