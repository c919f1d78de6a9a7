import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
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
    font-variant-numeric: tabular-nums;
    text-align: end;
    vertical-align: top;
  }

  tr > :last-child {
    padding-inline-end: 0;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  thead th {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
    white-space: nowrap;
  }

  td {
    white-space: nowrap;
  }

  .button {
    justify-self: start;
  }

  .deal {
    text-align: start;
    overflow-wrap: anywhere;
  }

  .deal .faint {
    display: block;
    font-weight: 400;
  }

  summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-2);
    padding: var(--relata-space-2) 0;
  }

  li {
    padding: 0 var(--relata-space-2);
    border: 1px solid var(--relata-color-line-strong);
    border-radius: 10px;
    font-size: var(--relata-size-small);
    overflow-wrap: anywhere;
  }

  @container (max-width: 760px) {
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

    th,
    td {
      padding: 3px 0;
      border: 0;
    }

    tr {
      padding: var(--relata-space-2) 0;
      border-bottom: 1px solid var(--relata-color-line);
    }

    td {
      display: flex;
      gap: var(--relata-space-4);
      justify-content: space-between;
    }

    td::before {
      color: var(--relata-color-text-faint);
      content: attr(data-label) / '';
    }

    tbody tr:last-child {
      padding-bottom: 0;
      border-bottom: 0;
    }
  }
`;
