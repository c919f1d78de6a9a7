import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-grid;
    grid-template-columns: auto auto;
    gap: 0 6px;
    align-items: center;
    justify-content: start;
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

  :host([state='in_progress']) {
    --grade: var(--relata-color-medium);
  }

  .shape {
    flex: none;
    width: 12px;
    height: 12px;
    fill: var(--grade);
    stroke: var(--grade);
  }

  .hollow {
    fill: none;
    stroke-dasharray: 2 2;
  }

  .score {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .trend {
    display: inline-flex;
    grid-column: 2;
    gap: 2px;
    align-items: center;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  .trend svg {
    width: 14px;
    height: 14px;
  }

  :host([inline]) {
    display: inline-flex;
  }

  @media (forced-colors: active) {
    .shape {
      fill: CanvasText;
      stroke: CanvasText;
    }

    .hollow {
      fill: none;
    }
  }
`;
