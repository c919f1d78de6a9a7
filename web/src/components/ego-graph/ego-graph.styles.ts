import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  svg {
    display: block;
    width: 100%;
    font-family: inherit;
  }

  .strong {
    --tie: var(--relata-color-strong);
  }

  .medium {
    --tie: var(--relata-color-medium);
  }

  .weak {
    --tie: var(--relata-color-weak);
  }

  .unknown {
    --tie: var(--relata-color-unknown);
  }

  line {
    stroke: var(--tie);
    stroke-linecap: round;
    opacity: 0.75;
  }

  line.unknown {
    stroke-dasharray: 5 6;
  }

  text {
    fill: var(--relata-color-text);
    font-size: 14px;
    font-weight: 600;
    text-anchor: middle;
    unicode-bidi: isolate;
  }

  .label,
  .band {
    font-size: 12px;
    paint-order: stroke;
    stroke: var(--relata-color-surface);
    stroke-width: 4px;
    stroke-linejoin: round;
  }

  .band {
    fill: var(--relata-color-text-faint);
    font-weight: 400;
  }

  .target circle {
    fill: var(--relata-color-brand);
  }

  .target text:not(.label) {
    fill: var(--relata-color-on-brand);
    font-size: 16px;
  }

  .node {
    cursor: pointer;
    outline: none;
  }

  .node circle {
    fill: var(--relata-color-surface);
    stroke: var(--tie);
    stroke-width: 2.5;
  }

  .node.unknown circle {
    stroke-dasharray: 4 4;
  }

  .node:hover circle {
    fill: var(--relata-color-surface-hover);
  }

  .node:focus-visible circle {
    stroke: var(--relata-color-focus);
    stroke-width: 4;
  }

  @media (forced-colors: active) {
    line,
    .node circle {
      stroke: CanvasText;
      fill: Canvas;
    }

    .node:focus-visible circle {
      stroke: Highlight;
    }

    text {
      fill: CanvasText;
    }

    .label,
    .band {
      stroke: Canvas;
    }
  }
`;
