import { css } from 'lit';

export const styles = css`
  .scale {
    display: grid;
    gap: 2px;
    max-width: 680px;
    height: 12px;
    overflow: hidden;
    border-radius: 6px;
  }

  .scale .poor {
    background: var(--relata-color-poor);
  }

  .scale .fair {
    background: var(--relata-color-fair);
  }

  .scale .good {
    background: var(--relata-color-good);
  }

  .rows {
    display: grid;
    gap: var(--relata-space-2);
  }

  .row {
    display: grid;
    grid-template-columns: 80px 84px 1fr;
    gap: var(--relata-space-3);
    align-items: center;
    min-height: 34px;
  }

  .row > :nth-child(2):last-child {
    grid-column: 2 / -1;
  }

  .field input {
    font-variant-numeric: tabular-nums;
  }

  .examples {
    display: grid;
    gap: var(--relata-space-1);
    max-width: 680px;
    padding: var(--relata-space-3) var(--relata-space-4);
    border-radius: var(--relata-radius);
    background: var(--relata-color-canvas);
  }

  li {
    display: flex;
    gap: var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
    padding: 3px 0;
  }

  li relata-grade {
    flex: none;
    width: 88px;
  }

  @media (forced-colors: active) {
    .scale span {
      border: 1px solid CanvasText;
    }
  }
`;
