import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }

  th,
  td {
    padding: 6px var(--relata-space-3) 6px 0;
    font-weight: 400;
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  tbody tr > * {
    border-top: 1px solid var(--relata-color-line);
  }

  tbody th {
    color: var(--relata-color-text-soft);
  }

  thead th {
    vertical-align: bottom;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  thead span:not(.swatch) {
    display: block;
  }

  tbody td {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  tbody .similar {
    color: var(--relata-color-text-soft);
    font-weight: 400;
  }

  .swatch {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 2px;
  }

  .bar {
    display: block;
    min-width: 2px;
    height: 5px;
    margin-top: 3px;
    border-radius: 2px;
  }

  .us {
    background: var(--relata-color-us);
  }

  .them {
    background: repeating-linear-gradient(135deg, var(--relata-color-them) 0 3px, color-mix(in srgb, var(--relata-color-them) 45%, transparent) 3px 5px);
  }

  @media (forced-colors: active) {
    .us,
    .them {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .them {
      background: repeating-linear-gradient(135deg, CanvasText 0 3px, Canvas 3px 5px);
    }
  }
`;
