import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px var(--relata-space-2);
    align-items: center;
    --tie: var(--relata-color-unknown);
  }

  :host([band='strong']) {
    --tie: var(--relata-color-strong);
  }

  :host([band='medium']) {
    --tie: var(--relata-color-medium);
  }

  :host([band='weak']) {
    --tie: var(--relata-color-weak);
  }

  .word {
    color: var(--tie);
    font-weight: 600;
  }

  :host([band='unknown']) .word {
    grid-column: 1 / -1;
    font-weight: 400;
    line-height: 18px;
  }

  .number {
    grid-row: 1;
    grid-column: 2;
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .bar {
    grid-column: 1 / -1;
    height: 6px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--relata-color-line);
  }

  :host([band='unknown']) .bar {
    border: 1px dashed var(--tie);
    background: none;
  }

  .fill {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--tie);
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }

    .fill {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
