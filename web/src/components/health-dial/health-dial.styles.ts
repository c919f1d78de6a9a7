import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    justify-items: center;
    text-align: center;
    --grade: var(--relata-color-unknown);
  }

  :host([state='good']) {
    --grade: var(--relata-color-good);
  }

  :host([state='fair']) {
    --grade: var(--relata-color-fair);
  }

  :host([state='poor']) {
    --grade: var(--relata-color-poor);
  }

  .dial {
    position: relative;
    width: min(184px, 100%);
  }

  .dial svg {
    display: block;
    width: 100%;
    fill: none;
    stroke-width: 10;
  }

  .track {
    stroke: var(--relata-color-line);
  }

  .unknown {
    stroke: var(--relata-color-unknown);
    stroke-width: 2;
    stroke-dasharray: 3 4;
  }

  .value {
    stroke: var(--grade);
    animation: sweep 0.5s ease-out;
  }

  .mark {
    stroke: var(--relata-color-surface);
    stroke-width: 2.5;
  }

  .number {
    position: absolute;
    inset: auto 0 0;
    font-size: 40px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 44px;
  }

  .word {
    color: var(--grade);
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    line-height: 22px;
  }

  .trend {
    display: inline-flex;
    gap: var(--relata-space-1);
    align-items: center;
    color: var(--relata-color-text-soft);
  }

  @keyframes sweep {
    from {
      stroke-dasharray: 0 400;
    }
  }

  @media (forced-colors: active) {
    .track {
      stroke: CanvasText;
      stroke-width: 2;
    }

    .value {
      stroke: Highlight;
    }
  }
`;
