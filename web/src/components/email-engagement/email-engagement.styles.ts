import { css } from 'lit';

export const styles = css`
  .tag {
    padding: 0 var(--relata-space-2);
    border: 1px dashed currentcolor;
    border-radius: 10px;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }

  dl {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: var(--relata-space-3);
  }

  dt {
    min-height: 16px;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  dl > div {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
  }

  dd {
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
  }

  .track {
    display: block;
    height: 5px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--relata-color-line);
  }

  .fill {
    display: block;
    height: 100%;
    background: var(--relata-color-series-3);
  }

  @media (forced-colors: active) {
    .track {
      border: 1px solid CanvasText;
    }

    .fill {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
