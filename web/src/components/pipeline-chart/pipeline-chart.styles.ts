import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: grid;
    gap: var(--relata-space-2);
    min-width: 0;
    --chart-height: min(480px, 70dvh);
  }

  /* Lies over the drawing for its frame alone; the pointer goes through. */
  .walk {
    position: absolute;
    z-index: 1;
    inset: -4px -4px auto;
    height: var(--chart-height);
    pointer-events: none;
  }

  .detail {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-5);
    align-items: center;
    padding: var(--relata-space-3) var(--relata-space-4);
    border: 1px solid var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
  }

  .name {
    display: flex;
    flex: 1 1 240px;
    flex-direction: column;
    min-width: 0;
    font-weight: 600;
  }
`;
