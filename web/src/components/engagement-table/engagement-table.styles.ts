import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }

  .scroll {
    position: relative;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
  }

  th,
  td {
    padding: 6px;
    border-bottom: 1px solid var(--relata-color-line);
    text-align: start;
  }

  thead :is(th, td) {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
    line-height: 16px;
    vertical-align: bottom;
  }

  .groups > * {
    padding-bottom: 0;
    border-bottom: 0;
  }

  .groups th,
  .begins {
    border-inline-start: 1px solid var(--relata-color-line);
    padding-inline-start: var(--relata-space-2);
  }

  thead button {
    margin: 0 -4px;
    padding: 2px 4px;
    border: 0;
    border-radius: var(--relata-radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: inherit;
    cursor: pointer;
  }

  thead button:hover,
  [aria-sort] button {
    color: var(--relata-color-text);
  }

  .direction {
    display: inline-block;
    width: 6px;
    height: 6px;
    margin-inline-start: 5px;
    border: solid currentcolor;
    border-width: 1.5px 0 0 1.5px;
    transform: translateY(1px) rotate(45deg);
  }

  .descending {
    transform: translateY(-2px) rotate(225deg);
  }

  .amount {
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }

  th.amount {
    white-space: normal;
  }

  .name {
    position: sticky;
    z-index: 1;
    min-width: 190px;
    background: var(--relata-color-surface);
    inset-inline-start: 0;
  }

  tbody .name {
    display: flex;
    gap: var(--relata-space-1);
    align-items: center;
  }

  .name a {
    overflow: hidden;
    color: var(--relata-color-text);
    font-weight: 600;
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .name a:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }

  .name bdi {
    overflow-wrap: normal;
  }

  .toggle {
    flex: none;
    min-width: 28px;
    min-height: 28px;
    padding: 0;
  }

  .chevron {
    width: 7px;
    height: 7px;
    border: solid currentcolor;
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
  }

  :host(:dir(rtl)) .chevron {
    transform: rotate(135deg);
  }

  [aria-expanded='true'] .chevron,
  :host(:dir(rtl)) [aria-expanded='true'] .chevron {
    transform: translateY(-2px) rotate(45deg);
  }

  td.score {
    min-width: 92px;
    white-space: nowrap;
  }

  .bar {
    display: inline-block;
    width: 52px;
    height: 8px;
    margin-inline-end: 6px;
    overflow: hidden;
    border-radius: 4px;
    background: var(--relata-color-line);
  }

  .bar span {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--relata-color-us);
  }

  .number {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .hidden {
    padding-top: var(--relata-space-3);
  }

  .hidden summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  .hidden ul {
    columns: 220px;
    padding-top: var(--relata-space-2);
  }

  .hidden li {
    overflow-wrap: anywhere;
    break-inside: avoid;
  }

  .open > * {
    border-bottom-color: transparent;
  }

  .history > td {
    padding: 0 0 var(--relata-space-4);
  }

  /* As wide as what is seen of the table, however wide the table is. */
  .history > td > div {
    position: sticky;
    box-sizing: border-box;
    width: 100cqi;
    padding-inline: var(--relata-space-3);
    inset-inline-start: 0;
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }

    .bar span {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
