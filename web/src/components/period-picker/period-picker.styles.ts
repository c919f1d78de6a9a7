import { css } from 'lit';

export const styles = css`
  :host,
  form {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-3);
    align-items: center;
  }

  select,
  input {
    min-height: 32px;
    padding: 4px 8px;
    border: 1px solid var(--relata-color-line-strong);
    border-bottom-color: var(--relata-color-line-control);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    color: var(--relata-color-text);
    font: var(--relata-size-body) / 20px var(--relata-font);
  }

  label {
    display: inline-flex;
    gap: var(--relata-space-2);
    align-items: center;
  }

  [role='alert'] {
    color: var(--relata-color-danger);
  }
`;
