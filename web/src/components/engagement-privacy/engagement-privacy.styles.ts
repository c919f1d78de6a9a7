import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
  }

  p {
    max-width: 720px;
  }

  .budget {
    display: grid;
    gap: var(--relata-space-1);
  }

  .meter {
    max-width: 720px;
    height: 12px;
    overflow: hidden;
    border: 1px solid var(--relata-color-line-strong);
    border-radius: 6px;
    background: var(--relata-color-sunken);
  }

  .meter span {
    display: block;
    height: 100%;
    background: var(--relata-color-us);
  }

  .empty span {
    background: var(--relata-color-warning);
  }

  summary {
    cursor: pointer;
    font-weight: 600;
  }

  details[open] {
    display: grid;
    gap: var(--relata-space-2);
  }

  table {
    border-collapse: collapse;
  }

  th,
  td {
    padding: var(--relata-space-1) var(--relata-space-5) var(--relata-space-1) 0;
    border-bottom: 1px solid var(--relata-color-line);
    font-weight: 400;
    text-align: start;
  }

  td,
  th[scope='col']:last-child {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  thead th {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .meter span {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
