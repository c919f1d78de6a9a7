import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  form {
    position: relative;
  }

  form > svg {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 10px;
    height: 100%;
    color: var(--relata-color-text-faint);
    pointer-events: none;
  }

  input {
    width: 100%;
    height: var(--search-height, 36px);
    padding-inline: 38px 10px;
    border: 1px solid var(--relata-color-line-strong);
    border-bottom-color: var(--relata-color-line-control);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    color: inherit;
    font: inherit;
  }

  input::placeholder {
    color: var(--relata-color-text-faint);
    opacity: 1;
  }

  .hits {
    position: absolute;
    z-index: 10;
    inset-inline: 0;
    top: calc(100% + 4px);
    max-height: min(60vh, 480px);
    padding: var(--relata-space-1);
    overflow: auto;
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius);
    background: var(--relata-color-surface);
    box-shadow: var(--relata-shadow);
    text-align: start;
  }

  .hit {
    padding: 6px 10px;
    border-radius: var(--relata-radius);
    cursor: pointer;
  }

  .hit:hover,
  .hit[aria-selected='true'] {
    background: var(--relata-color-surface-hover);
  }

  .hit[aria-selected='true'] {
    outline: 2px solid var(--relata-color-focus);
    outline-offset: -2px;
  }

  .name,
  .faint {
    display: block;
  }

  .name {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .kind {
    padding: 6px 10px 2px;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  .hit .faint {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
