/** A choice from a list, and a box to tick, as the fields beside them look. */
import { css } from 'lit';

export const select = css`
  select {
    width: 100%;
    min-height: 34px;
    padding: 5px 8px;
    border: 1px solid var(--relata-color-line-strong);
    border-bottom-color: var(--relata-color-line-control);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    color: var(--relata-color-text);
    font: var(--relata-size-body) / 20px var(--relata-font);
  }

  .tick {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    min-height: 34px;
  }

  .tick input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--relata-color-brand);
  }
`;
