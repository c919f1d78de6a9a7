/** What was picked, each with a way to take it out again. */
import { css } from 'lit';

export const chips = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    min-width: 0;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  .chips li {
    display: inline-flex;
    gap: var(--relata-space-2);
    align-items: center;
    min-width: 0;
    max-width: 100%;
    min-height: 32px;
    padding-inline: var(--relata-space-3);
    border: 1px solid var(--relata-color-line-strong);
    border-radius: 16px;
    background: var(--relata-color-surface);
  }

  .chips bdi {
    min-width: 0;
    padding-block: 5px;
  }

  .chips .faint {
    flex: none;
  }

  .chips button {
    display: inline-flex;
    flex: none;
    padding: 3px;
    margin-inline-end: -8px;
    border: 0;
    border-radius: 50%;
    background: transparent;
    color: inherit;
    cursor: pointer;
  }

  .chips button:hover {
    background: var(--relata-color-surface-hover);
  }

  .chips svg {
    width: 18px;
    height: 18px;
  }
`;
