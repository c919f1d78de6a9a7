import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  section {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: start;
    padding: var(--relata-space-3) var(--relata-space-4);
    border: 1px solid var(--relata-color-warning);
    border-radius: var(--relata-radius);
    background: var(--relata-color-warning-tint);
  }

  p {
    flex: 1 1 220px;
    align-self: center;
  }
`;
