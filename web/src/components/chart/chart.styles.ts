import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
  }

  .button {
    position: absolute;
    z-index: 1;
    top: 0;
    /* A drawing begins at the left in every language, so its corner is the right one. */
    right: 0;
    color: var(--relata-color-text-soft);
  }

  .probe {
    display: none;
  }

  .drawing {
    height: var(--chart-height, 260px);
    /* A canvas that is about to be resized must not hold the page open. */
    overflow: hidden;
  }

  .scroll {
    max-height: max(var(--chart-height, 260px), 200px);
    overflow: auto;
    padding-right: 40px;
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: var(--relata-space-1) var(--relata-space-3) var(--relata-space-1) 0;
    border-bottom: 1px solid var(--relata-color-line);
    font-variant-numeric: tabular-nums;
    text-align: end;
    overflow-wrap: anywhere;
  }

  th:first-child {
    font-weight: 400;
    text-align: start;
  }

  thead th {
    position: sticky;
    top: 0;
    background: var(--relata-color-surface);
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .probe {
      --relata-color-text: CanvasText;
      --relata-color-text-faint: CanvasText;
      --relata-color-line: GrayText;
      --relata-color-surface: Canvas;
      --relata-color-good: CanvasText;
      --relata-color-fair: LinkText;
      --relata-color-poor: Highlight;
      --relata-color-unknown: GrayText;
      --relata-color-us: CanvasText;
      --relata-color-them: LinkText;
      --relata-color-series-1: CanvasText;
      --relata-color-series-2: LinkText;
      --relata-color-series-3: Highlight;
      --relata-color-series-4: GrayText;
      --relata-color-series-5: ButtonText;
      --relata-color-series-6: VisitedText;
      forced-color-adjust: none;
    }
  }
`;
