import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  section {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  section > * {
    width: 100%;
  }

  section > .button {
    width: auto;
  }

  header {
    display: flex;
    gap: var(--relata-space-4);
    align-items: start;
    justify-content: space-between;
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
    overflow-wrap: anywhere;
  }

  @media (max-width: 480px) {
    section {
      padding: var(--relata-space-4);
    }
  }
`;
