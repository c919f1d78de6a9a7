import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .now {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-3);
    align-items: center;
    min-height: 32px;
  }

  [role='status'] {
    font-weight: 600;
  }

  progress {
    width: 120px;
    height: 6px;
    accent-color: var(--relata-color-brand);
  }

  .findings {
    display: grid;
    gap: var(--relata-space-2);
  }

  .findings li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: var(--relata-space-2);
  }

  .findings svg {
    width: 20px;
    height: 20px;
  }

  .fine svg {
    color: var(--relata-color-success);
  }

  .note svg {
    color: var(--relata-color-text-soft);
  }

  .wrong svg {
    color: var(--relata-color-danger);
  }

  .remedy {
    color: var(--relata-color-text-soft);
  }
`;
