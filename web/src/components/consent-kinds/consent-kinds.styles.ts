import { css } from 'lit';

export const styles = css`
  th:first-child {
    width: 15%;
  }

  .state {
    width: 200px;
  }

  .state > div {
    display: grid;
    gap: var(--relata-space-1);
    justify-items: start;
  }

  tr:has(+ .clearing) > * {
    border-bottom: 0;
  }

  .clearing td {
    padding: 0 0 var(--relata-space-4);
  }

  @container (max-width: 860px) {
    th:first-child,
    .state {
      width: auto;
    }

    tr:has(+ .clearing) {
      padding-bottom: 0;
      border-bottom: 0;
    }

    .clearing td {
      padding: 0;
    }
  }
`;
