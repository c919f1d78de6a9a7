import { css } from 'lit';

export const styles = css`
  .why {
    max-width: 760px;
  }

  .broken {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-danger);
    border-radius: var(--relata-radius);
    background: var(--relata-color-danger-tint);
  }

  .filters {
    padding-bottom: var(--relata-space-3);
    border-bottom: 1px solid var(--relata-color-line);
  }
`;
