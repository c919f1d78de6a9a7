import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .scroller {
    position: relative;
    max-height: var(--table-height, max(420px, calc(100dvh - 330px)));
    overflow: hidden auto;
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
    overscroll-behavior-y: auto;
  }

  .head,
  .row {
    display: grid;
    grid-template-columns: var(--columns);
    gap: var(--relata-space-4);
    align-items: center;
    padding-inline: var(--relata-space-4);
  }

  .head {
    position: sticky;
    z-index: 1;
    top: 0;
    height: 36px;
    border-bottom: 1px solid var(--relata-color-line);
    background: var(--relata-color-surface);
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  .sort {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    max-width: 100%;
    min-height: 28px;
    margin-inline: -6px;
    padding: 0 6px;
    border: 0;
    border-radius: var(--relata-radius);
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }

  .sort:hover,
  [aria-sort] .sort {
    color: var(--relata-color-text);
  }

  .sort:hover {
    background: var(--relata-color-surface-hover);
  }

  .direction {
    visibility: hidden;
    width: 7px;
    height: 7px;
    border: solid currentcolor;
    border-width: 1.5px 0 0 1.5px;
    transform: translateY(2px) rotate(45deg);
  }

  .ascending,
  .descending {
    visibility: visible;
  }

  .descending {
    transform: translateY(-2px) rotate(225deg);
  }

  .amount .sort {
    flex-direction: row-reverse;
  }

  .body {
    position: relative;
  }

  .row {
    position: absolute;
    inset-inline: 0;
    top: 0;
    height: var(--row);
    border-bottom: 1px solid var(--relata-color-line);
    cursor: pointer;
  }

  .row:hover {
    background: var(--relata-color-surface-hover);
  }

  .row[aria-busy] {
    cursor: default;
  }

  .scroller:focus-visible {
    outline-offset: -2px;
  }

  .scroller:focus-visible .row[aria-selected='true'] {
    background: var(--relata-color-brand-tint);
    box-shadow: inset 3px 0 var(--relata-color-link);
  }

  :host(:dir(rtl)) .scroller:focus-visible .row[aria-selected='true'] {
    box-shadow: inset -3px 0 var(--relata-color-link);
  }

  .cell {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }

  .amount {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .cell.amount {
    display: block;
  }

  .one {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .one bdi {
    overflow-wrap: normal;
  }

  a {
    color: var(--relata-color-text);
    font-weight: 600;
    text-decoration: none;
  }

  a:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }

  i {
    width: 60%;
    height: 12px;
    border-radius: var(--relata-radius);
    background: var(--relata-color-line);
    animation: breathe 1.6s ease-in-out infinite;
  }

  .narrow .head {
    height: 0;
    border: 0;
  }

  .narrow .row {
    display: block;
    padding: var(--relata-space-2) var(--relata-space-4);
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--relata-space-1) var(--relata-space-3);
    align-content: center;
    height: 100%;
  }

  .card .wide {
    grid-column: 1 / -1;
  }

  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }

  @media (forced-colors: active) {
    .scroller:focus-visible .row[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }

    i {
      background: GrayText;
    }
  }
`;
