import { css } from 'lit';

export const styles = css`
  .split {
    display: flex;
    gap: 2px;
    height: 10px;
    overflow: hidden;
    border-radius: 5px;
  }

  .split span {
    flex-basis: 0;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-5);
  }

  dt {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  dd {
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
  }

  .swatch {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 2px;
  }

  .us,
  .by_us {
    background: var(--relata-color-us);
  }

  .them,
  .by_them {
    background: repeating-linear-gradient(135deg, var(--relata-color-them) 0 3px, color-mix(in srgb, var(--relata-color-them) 45%, transparent) 3px 5px);
  }

  @media (forced-colors: active) {
    .us,
    .by_us {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .them,
    .by_them {
      background: repeating-linear-gradient(135deg, CanvasText 0 3px, Canvas 3px 5px);
      forced-color-adjust: none;
    }
  }
`;
