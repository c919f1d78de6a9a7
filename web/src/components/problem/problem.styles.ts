import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  [role='alert'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-3);
    align-items: center;
    padding: var(--relata-space-3) var(--relata-space-4);
    border: 1px solid var(--relata-color-danger);
    border-radius: var(--relata-radius);
    background: var(--relata-color-danger-tint);
  }

  svg {
    flex: none;
    color: var(--relata-color-danger);
  }

  p::first-letter {
    text-transform: uppercase;
  }

  div > div {
    flex: 1 1 200px;
    overflow-wrap: anywhere;
  }
`;
