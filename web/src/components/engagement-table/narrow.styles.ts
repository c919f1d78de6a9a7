import { css } from 'lit';

/** The table where it is narrow; where it is very narrow, each row is a card. */
export const narrow = css`
  @container (max-width: 1000px) {
    .name {
      min-width: 150px;
      max-width: 160px;
    }

    td.score {
      min-width: 76px;
    }

    .bar {
      width: 36px;
    }
  }

  @container (max-width: 640px) {
    thead {
      display: none;
    }

    table,
    tbody,
    tr,
    th,
    td {
      display: block;
    }

    tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 2px var(--relata-space-4);
      padding: var(--relata-space-2) 0;
      border-bottom: 1px solid var(--relata-color-line);
    }

    th,
    td {
      padding: 2px 0;
      border: 0;
    }

    .begins {
      padding-inline-start: 0;
      border: 0;
    }

    .name {
      min-width: 0;
      max-width: none;
    }

    td.score {
      align-self: center;
      text-align: end;
    }

    td[data-label] {
      display: flex;
      gap: var(--relata-space-2);
      justify-content: space-between;
    }

    td[data-label]::before {
      color: var(--relata-color-text-faint);
      content: attr(data-label) / '';
      white-space: normal;
      text-align: start;
    }

    tr:not(.open) .minor {
      display: none;
    }

    .history > td {
      grid-column: 1 / -1;
      padding: 0;
    }

    .history > td > div {
      padding: 0;
    }
  }
`;
