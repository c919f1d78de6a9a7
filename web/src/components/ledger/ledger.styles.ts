import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: var(--relata-space-2) var(--relata-space-3) var(--relata-space-2) 0;
    border-bottom: 1px solid var(--relata-color-line);
    text-align: start;
    vertical-align: top;
  }

  th:last-child,
  td:last-child {
    padding-inline-end: 0;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  thead th {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  th:not(.source, .state),
  .amount {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .source .faint,
  .state .faint {
    display: block;
    font-weight: 400;
  }

  .amount .button {
    min-height: 24px;
    margin: -2px -8px -2px 0;
    padding: 2px 8px;
    font-variant-numeric: tabular-nums;
  }

  .chevron {
    width: 6px;
    height: 6px;
    border: solid currentcolor;
    border-width: 0 1.5px 1.5px 0;
    transform: translateY(-2px) rotate(45deg);
  }

  [aria-expanded='true'] .chevron {
    transform: translateY(1px) rotate(225deg);
  }

  .badge {
    display: inline-block;
    padding: 0 var(--relata-space-2);
    border: 1px solid currentcolor;
    border-radius: 10px;
    font-size: var(--relata-size-small);
    white-space: nowrap;
  }

  .ready {
    color: var(--relata-color-success);
  }

  .reading {
    color: var(--relata-color-link);
  }

  .broken,
  .unexplained {
    color: var(--relata-color-danger);
  }

  .unexplained {
    display: block;
    font-size: var(--relata-size-small);
  }

  .rules td {
    background: var(--relata-color-canvas);
  }

  .rules ul {
    padding-inline-start: var(--relata-space-3);
  }

  .rules li {
    display: grid;
    grid-template-columns: 90px minmax(0, 1fr);
    gap: var(--relata-space-3);
    padding: 2px 0;
  }

  .rules strong {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  @container (max-width: 720px) {
    thead {
      display: none;
    }

    table,
    tbody,
    tr,
    th,
    td {
      display: block;
    }

    td,
    th {
      padding: 3px 0;
      border: 0;
    }

    tr {
      padding: var(--relata-space-2) 0;
      border-bottom: 1px solid var(--relata-color-line);
    }

    td[data-label] {
      display: flex;
      gap: var(--relata-space-4);
      justify-content: space-between;
      text-align: end;
    }

    td[data-label]::before {
      color: var(--relata-color-text-faint);
      content: attr(data-label) / '';
    }

    tr:last-child {
      padding-bottom: 0;
      border-bottom: 0;
    }

    .rules ul {
      padding: var(--relata-space-2);
    }

    .rules li {
      grid-template-columns: 70px minmax(0, 1fr);
    }
  }
`;
