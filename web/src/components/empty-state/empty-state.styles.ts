import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-1);
    padding: var(--relata-space-5) var(--relata-space-4);
    border: 1px dashed var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
    color: var(--relata-color-text-soft);
    text-align: center;
    overflow-wrap: anywhere;
  }

  .title {
    color: var(--relata-color-text);
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    line-height: 22px;
  }
`;
