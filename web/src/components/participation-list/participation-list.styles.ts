import { css } from 'lit';

export const styles = css`
  .actions > div {
    display: flex;
    gap: var(--relata-space-1);
    justify-content: end;
  }

  td.actions {
    width: 1%;
    white-space: nowrap;
  }

  @container (max-width: 620px) {
    td.actions {
      width: auto;
    }

    .actions > div {
      flex-wrap: wrap;
      justify-content: start;
    }
  }
`;
