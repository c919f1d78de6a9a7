import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
  }

  p {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-brand);
    border-radius: var(--relata-radius);
    background: var(--relata-color-brand-tint);
    overflow-wrap: anywhere;
  }

  .warning {
    border-color: var(--relata-color-warning);
    background: var(--relata-color-warning-tint);
  }
`;
