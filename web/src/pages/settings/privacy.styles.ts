import { css } from 'lit';

export const styles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
  }

  .head.start {
    justify-content: flex-start;
  }

  .why,
  details p {
    max-width: 760px;
  }

  .head + .why {
    margin-bottom: var(--relata-space-2);
  }

  .empty {
    padding: var(--relata-space-5) var(--relata-space-4);
    border: 1px dashed var(--relata-color-line-strong);
    border-radius: var(--relata-radius-large);
    color: var(--relata-color-text-soft);
    text-align: center;
  }

  details {
    margin-top: var(--relata-space-2);
    padding-top: var(--relata-space-3);
    border-top: 1px solid var(--relata-color-line);
  }

  details > * + * {
    margin-top: var(--relata-space-2);
  }

  summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  pre {
    margin: var(--relata-space-2) 0 0;
    padding: var(--relata-space-3);
    border-radius: var(--relata-radius);
    background: var(--relata-color-sunken);
    overflow-x: auto;
  }
`;
