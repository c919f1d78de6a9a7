import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr));
    gap: var(--relata-space-4);
  }

  [part='card'] {
    min-width: 0;
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  div[part='card'] {
    display: grid;
    gap: var(--relata-space-4);
    align-content: start;
  }

  div[part='card'] > * + * {
    padding-top: var(--relata-space-3);
    border-top: 1px solid var(--relata-color-line);
  }

  @media (max-width: 480px) {
    [part='card'] {
      padding: var(--relata-space-4);
    }
  }
`;
