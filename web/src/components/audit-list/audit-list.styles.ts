import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  li {
    display: grid;
    grid-template-columns: 170px minmax(0, 1fr) auto;
    gap: 0 var(--relata-space-4);
    align-items: baseline;
    padding: var(--relata-space-2) 0;
    overflow-wrap: anywhere;
  }

  li:first-child {
    padding-top: 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .what .faint {
    display: block;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  @container (max-width: 640px) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
    }

    .what {
      grid-column: 1 / -1;
      grid-row: 2;
    }
  }
`;
