import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--relata-space-3);
    min-width: 0;
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
  }

  @media (max-width: 480px) {
    section {
      padding: var(--relata-space-4);
    }
  }
`;
