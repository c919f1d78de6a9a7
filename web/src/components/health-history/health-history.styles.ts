import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  h3 {
    margin-bottom: var(--relata-space-2);
    font-size: var(--relata-size-body);
    font-weight: 600;
    line-height: 20px;
  }

  .plot {
    position: relative;
    height: 112px;
    padding-inline-start: 88px;
  }

  svg {
    display: block;
    width: 100%;
    height: 100%;
    border-block: 1px solid var(--relata-color-line);
    fill: none;
  }

  path {
    vector-effect: non-scaling-stroke;
  }

  .line {
    stroke: var(--relata-color-us);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .grade {
    stroke: var(--relata-color-line-strong);
    stroke-dasharray: 3 3;
  }

  /* Time runs from left to right in every language of a chart. */
  .plot,
  .days {
    direction: ltr;
  }

  .label {
    position: absolute;
    left: 0;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
    transform: translateY(50%);
  }

  .days {
    display: flex;
    justify-content: space-between;
    padding: 2px 0 0 88px;
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
    padding: 2px var(--relata-space-4) 2px 0;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }

  thead th {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }

  @media (forced-colors: active) {
    .line {
      stroke: CanvasText;
    }
  }
`;
