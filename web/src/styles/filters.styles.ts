/** Fields that narrow a list, beside each other, and what was just done about one of it. */
import { css } from 'lit';

export const filters = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-3) var(--relata-space-4);
    align-items: end;
  }

  .filters .field {
    flex: 0 1 260px;
    min-width: 0;
  }

  .filters .button {
    min-height: 34px;
  }

  .start {
    justify-self: start;
  }

  .done {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-success);
    border-radius: var(--relata-radius);
    background: var(--relata-color-success-tint);
    overflow-wrap: anywhere;
  }

  @media (max-width: 480px) {
    .filters .field {
      flex-basis: 100%;
    }
  }
`;
