import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-4);
  }

  .button.primary {
    min-height: 40px;
  }

  summary {
    padding: var(--relata-space-1) 0;
    color: var(--relata-color-text-soft);
    cursor: pointer;
  }

  form {
    display: grid;
    gap: var(--relata-space-3);
    justify-items: start;
    padding-top: var(--relata-space-2);
  }

  .field {
    width: 100%;
  }

  .note {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-brand);
    border-radius: var(--relata-radius);
    background: var(--relata-color-brand-tint);
  }

  .refusal {
    color: var(--relata-color-danger);
  }
`;
