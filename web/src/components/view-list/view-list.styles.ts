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

  th {
    color: var(--relata-color-text-soft);
    font-weight: 600;
  }

  time {
    white-space: nowrap;
  }

  @container (max-width: 520px) {
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    tr {
      display: block;
      padding: var(--relata-space-2) 0;
      border-bottom: 1px solid var(--relata-color-line);
    }

    td {
      display: block;
      padding: 1px 0;
      border: 0;
    }

    td:nth-child(2) {
      font-weight: 600;
    }

    time {
      color: var(--relata-color-text-faint);
      font-size: var(--relata-size-small);
    }
  }
`;
