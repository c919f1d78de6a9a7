import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  /* Time runs from left to right in every language of a chart. */
  .plot,
  .days {
    direction: ltr;
  }

  .plot {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--relata-space-2);
    height: 112px;
  }

  svg {
    grid-row: 1 / 3;
    grid-column: 2;
    width: 100%;
    height: 100%;
  }

  .side {
    grid-column: 1;
    align-self: center;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }

  .us {
    fill: var(--relata-color-us);
  }

  .them {
    fill: color-mix(in srgb, var(--relata-color-them) 35%, transparent);
    stroke: var(--relata-color-them);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }

  path {
    stroke: var(--relata-color-line-control);
    vector-effect: non-scaling-stroke;
  }

  .days {
    display: flex;
    justify-content: space-between;
    padding-inline-start: 48px;
  }

  details {
    margin-top: var(--relata-space-2);
  }

  summary {
    color: var(--relata-color-link);
    font-size: var(--relata-size-small);
    cursor: pointer;
  }

  table {
    border-collapse: collapse;
  }

  th,
  td {
    padding: 2px var(--relata-space-5) 2px 0;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }

  thead th {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }

  @media (forced-colors: active) {
    .us {
      fill: CanvasText;
    }

    .them {
      fill: none;
      stroke: CanvasText;
    }
  }
`;
