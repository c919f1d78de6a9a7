import { css } from 'lit';

export const styles = css`
  :host {
    justify-items: center;
    padding-top: min(12vh, 96px);
  }

  .card {
    gap: var(--relata-space-3);
    width: 100%;
    max-width: 420px;
    padding: var(--relata-space-6);
  }

  h1 {
    font-size: 24px;
    line-height: 32px;
  }

  @media (max-width: 480px) {
    :host {
      padding-top: 0;
    }

    .card {
      padding: var(--relata-space-5) var(--relata-space-4);
    }
  }
`;
