import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    gap: var(--relata-space-3);
  }

  div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: var(--relata-space-3) var(--relata-space-4);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  dt {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  dd {
    font-size: var(--relata-size-title);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 28px;
  }

  @media (max-width: 640px) {
    dl {
      grid-template-columns: 1fr 1fr;
      gap: var(--relata-space-2);
    }
  }
`;
