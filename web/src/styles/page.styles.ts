/** How pages arrange what is on them. */
import { css } from 'lit';

export const page = css`
  :host {
    display: grid;
    gap: var(--relata-space-5);
  }

  h1 {
    font-size: var(--relata-size-headline);
    line-height: 36px;
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
    overflow-wrap: anywhere;
  }

  .panel {
    display: grid;
    gap: var(--relata-space-4);
    min-width: 0;
  }

  .card {
    display: grid;
    gap: var(--relata-space-2);
    min-width: 0;
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  .card > fluent-button {
    justify-self: start;
  }

  @media (max-width: 480px) {
    .card {
      padding: var(--relata-space-4);
    }

    h1 {
      font-size: 24px;
      line-height: 32px;
    }
  }
`;
