import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-3) var(--relata-space-6);
  }

  dl div {
    display: flex;
    flex-direction: column-reverse;
  }

  dt {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
  }

  dd {
    font-size: var(--relata-size-headline);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    line-height: 36px;
  }
`;
