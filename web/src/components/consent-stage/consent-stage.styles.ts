import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  section {
    display: grid;
    gap: var(--relata-space-3);
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-inline-start: 4px solid var(--relata-color-line-control);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
    overflow-wrap: anywhere;
  }

  .awaiting,
  .lapsed {
    border-inline-start-color: var(--relata-color-warning);
  }

  .consented {
    border-inline-start-color: var(--relata-color-success);
  }

  .withdrawn {
    border-inline-start-color: var(--relata-color-danger);
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
  }

  p {
    max-width: 760px;
  }

  relata-steps {
    margin-block: var(--relata-space-1);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  .actions:empty {
    display: none;
  }

  @media (max-width: 480px) {
    section {
      padding: var(--relata-space-4);
    }
  }
`;
