import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--relata-space-3);
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(150px, 100%), 1fr));
    gap: var(--relata-space-3) var(--relata-space-5);
  }

  dl div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
  }

  dt {
    color: var(--relata-color-text-soft);
  }

  dd {
    font-size: var(--relata-size-title);
    font-weight: 600;
    line-height: 28px;
  }

  h3 {
    margin-top: var(--relata-space-2);
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  .scroll {
    margin-top: var(--relata-space-2);
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
    font-family: ui-monospace, Consolas, 'Liberation Mono', monospace;
    font-size: var(--relata-size-small);
  }

  th,
  td {
    padding: 4px 10px;
    border: 1px solid var(--relata-color-line);
    text-align: start;
    white-space: nowrap;
  }

  th {
    background: var(--relata-color-canvas);
  }

  .everything {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
    padding-top: var(--relata-space-2);
    border-top: 1px solid var(--relata-color-line);
  }

  .downloads {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  progress {
    width: min(320px, 100%);
    accent-color: var(--relata-color-brand);
  }
`;
