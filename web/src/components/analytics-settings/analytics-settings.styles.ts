import { css } from 'lit';

export const styles = css`
  form {
    display: grid;
    gap: var(--relata-space-4);
  }

  .tick {
    min-height: 24px;
  }

  .tick + .why {
    padding-inline-start: 24px;
  }

  .number {
    max-width: 200px;
  }

  .foot {
    position: sticky;
    z-index: 2;
    bottom: 0;
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-3);
    align-items: center;
    padding: var(--relata-space-3) var(--relata-space-5);
    border: 1px solid var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
    box-shadow: var(--relata-shadow);
  }

  .foot > p {
    flex: 1 1 220px;
    color: var(--relata-color-text-soft);
    overflow-wrap: anywhere;
  }

  .fault {
    flex-basis: 100%;
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-danger);
    border-radius: var(--relata-radius);
    background: var(--relata-color-danger-tint);
    overflow-wrap: anywhere;
  }

  @media (max-width: 480px) {
    .foot {
      padding: var(--relata-space-3) var(--relata-space-4);
    }
  }
`;
