import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
    overflow-wrap: anywhere;
  }

  form {
    display: grid;
    gap: var(--relata-space-1);
    justify-items: start;
  }

  form .field {
    width: 100%;
  }

  form .button {
    margin-top: var(--relata-space-2);
  }

  .to {
    padding-top: var(--relata-space-3);
    border-top: 1px solid var(--relata-color-line);
    font-weight: 600;
  }

  .to .faint {
    font-weight: 400;
  }

  textarea {
    resize: vertical;
  }

  article {
    padding: var(--relata-space-4);
    border-radius: var(--relata-radius);
    background: var(--relata-color-canvas);
  }

  article h3 {
    margin-bottom: var(--relata-space-3);
    font-size: var(--relata-size-body);
  }

  article p {
    min-height: 20px;
  }

  .missing {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-warning);
    border-radius: var(--relata-radius);
    background: var(--relata-color-warning-tint);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    justify-content: end;
  }

  .actions .subtle {
    margin-inline-end: auto;
  }
`;
