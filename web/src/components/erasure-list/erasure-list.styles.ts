import { css } from 'lit';

export const styles = css`
  li {
    display: grid;
    gap: var(--relata-space-3);
    padding-block: var(--relata-space-4);
    overflow-wrap: anywhere;
  }

  li:first-child {
    padding-top: 0;
  }

  li:last-child {
    padding-bottom: 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
  }

  h3 {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  .failed {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-danger);
    border-radius: var(--relata-radius);
    background: var(--relata-color-danger-tint);
  }
`;
