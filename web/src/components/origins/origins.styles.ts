import { css } from 'lit';

export const styles = css`
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-3);
    align-items: end;
    padding-top: var(--relata-space-3);
  }

  .fields .field:first-child {
    flex: 2 1 280px;
  }

  .fields .field {
    flex: 1 1 160px;
    min-width: 0;
  }

  .fields .button {
    min-height: 34px;
  }

  [aria-invalid='true'] {
    border-color: var(--relata-color-danger);
  }

  #fault {
    color: var(--relata-color-danger);
  }

  #fault:empty {
    display: none;
  }

  .empty {
    color: var(--relata-color-text-soft);
  }
`;
