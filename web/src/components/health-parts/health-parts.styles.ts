import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: 6px 0;
    border-bottom: 1px solid var(--relata-color-line);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }

  td {
    width: 64px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  tfoot > tr > * {
    border-bottom: 0;
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
  }

  .bar {
    display: block;
    height: 4px;
    margin-top: var(--relata-space-1);
    border-radius: 2px;
    background: var(--relata-color-good);
  }

  .minus {
    background: repeating-linear-gradient(90deg, var(--relata-color-poor) 0 4px, transparent 4px 6px);
  }

  @media (forced-colors: active) {
    .bar {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .minus {
      background: repeating-linear-gradient(90deg, CanvasText 0 4px, transparent 4px 6px);
    }
  }
`;
