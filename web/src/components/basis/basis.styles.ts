import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
  }

  .note {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-warning);
    border-radius: var(--relata-radius);
    background: var(--relata-color-warning-tint);
    overflow-wrap: anywhere;
  }
`;
