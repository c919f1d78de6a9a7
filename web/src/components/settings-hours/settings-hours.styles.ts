import { css } from 'lit';

export const styles = css`
  .fields,
  .days {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
  }

  .zone {
    flex: 0 1 280px;
  }

  .field input {
    min-height: 34px;
  }
`;
