import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-4);
    min-width: 0;
  }

  .nothing {
    padding: var(--relata-space-5) var(--relata-space-4);
    border: 1px dashed var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
    text-align: center;
  }
`;
