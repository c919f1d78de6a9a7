import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-4);
    min-width: 0;
  }

  .troubles {
    display: grid;
    gap: var(--relata-space-3);
    margin: 0;
    padding-inline-start: 20px;
    list-style: disc;
  }

  .troubles strong {
    color: var(--relata-color-danger);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
  }

  .bar label {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
  }

  /* The name stands above what is said of it, not a button's padding beside. */
  th .button {
    margin-inline-start: -12px;
  }

  .end {
    font-variant-numeric: tabular-nums;
  }

  .folder th {
    padding-inline-start: var(--relata-space-4);
    font-weight: 400;
  }

  .unexplained {
    color: var(--relata-color-danger);
    font-weight: 600;
  }
`;
