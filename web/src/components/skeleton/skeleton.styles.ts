import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  .row {
    display: flex;
    gap: var(--relata-space-4);
    align-items: center;
    padding: var(--relata-space-4) 0;
    animation: breathe 1.6s ease-in-out infinite;
  }

  i,
  b {
    border-radius: var(--relata-radius);
    background: var(--relata-color-line);
  }

  i {
    width: 40px;
    height: 40px;
    border-radius: 50%;
  }

  b {
    flex: 1;
    max-width: 420px;
    height: 16px;
  }

  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
`;
