/** A table whose rows become cards where there is no room for columns. Cells carry `data-label`. */
import { css, unsafeCSS } from 'lit';

const columns = css`
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
    padding: var(--relata-space-2) var(--relata-space-4) var(--relata-space-2) 0;
    border-bottom: 1px solid var(--relata-color-line);
    font-weight: 400;
    overflow-wrap: anywhere;
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

  tbody th {
    font-weight: 600;
  }

  td .faint,
  th .faint {
    display: block;
    font-weight: 400;
  }

  .badge {
    display: inline-block;
    padding: 0 var(--relata-space-2);
    border: 1px solid currentcolor;
    border-radius: 10px;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    white-space: nowrap;
  }

  .badge.good {
    color: var(--relata-color-success);
  }

  .badge.busy {
    color: var(--relata-color-link);
  }

  .badge.bad {
    color: var(--relata-color-danger);
  }

  /* Of words that we know, none is broken. */
  .words {
    overflow-wrap: break-word;
  }

  .end {
    text-align: end;
  }

  .button,
  thead th {
    white-space: nowrap;
  }
`;

const cards = css`
  thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  table,
  tbody,
  tr,
  th,
  td {
    display: block;
  }

  tbody th,
  td {
    padding: 3px 0;
    border: 0;
  }

  tr {
    padding: var(--relata-space-3) 0;
    border-bottom: 1px solid var(--relata-color-line);
  }

  tbody tr:first-child {
    padding-top: 0;
  }

  tbody tr:last-child {
    padding-bottom: 0;
    border-bottom: 0;
  }

  td[data-label] {
    display: grid;
    grid-template-columns: minmax(90px, 30%) minmax(0, 1fr);
    gap: var(--relata-space-3);
  }

  td[data-label]::before {
    color: var(--relata-color-text-faint);
    content: attr(data-label) / '';
  }

  .end {
    text-align: start;
  }
`;

/** Cards where there is less room than so many pixels. */
export const tableFrom = (pixels: number) => css`
  ${columns}

  @container (max-width: ${unsafeCSS(pixels)}px) {
    ${cards}
  }
`;

export const table = tableFrom(620);
