import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
  }

  form {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
    width: 100%;
  }

  .field {
    width: 100%;
  }

  .refusal {
    color: var(--relata-color-danger);
  }
`;
