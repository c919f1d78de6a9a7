import { css } from 'lit';

export const styles = css`
  label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    min-height: 24px;
    color: var(--relata-color-text-soft);
    font-size: var(--relata-size-small);
    cursor: pointer;
  }

  input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--relata-color-brand);
  }
`;
