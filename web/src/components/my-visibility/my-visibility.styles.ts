import { css } from 'lit';

export const styles = css`
  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr));
    gap: var(--relata-space-3);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  label {
    display: flex;
    gap: var(--relata-space-3);
    padding: var(--relata-space-3) var(--relata-space-4);
    border: 1px solid var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
    cursor: pointer;
  }

  label:hover {
    background: var(--relata-color-surface-hover);
  }

  .chosen {
    border-color: var(--relata-color-link);
    box-shadow: inset 0 0 0 1px var(--relata-color-link);
  }

  input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 2px 0 0;
    accent-color: var(--relata-color-brand);
  }

  .words {
    display: grid;
    gap: var(--relata-space-1);
    align-content: start;
    min-width: 0;
  }

  .example {
    display: grid;
    margin-top: var(--relata-space-1);
    padding-inline-start: var(--relata-space-3);
    border-inline-start: 2px solid var(--relata-color-line-strong);
    overflow-wrap: anywhere;
  }
`;
