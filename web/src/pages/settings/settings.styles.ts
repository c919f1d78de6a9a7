import { css } from 'lit';

export const styles = css`
  :host {
    grid-template-columns: 190px minmax(0, 1fr);
    gap: var(--relata-space-6);
    align-items: start;
  }

  relata-settings-nav {
    position: sticky;
    top: var(--relata-space-4);
  }

  .open {
    display: grid;
    gap: var(--relata-space-4);
    min-width: 0;
  }

  .open:first-child {
    grid-column: 1 / -1;
  }

  @media (max-width: 860px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--relata-space-4);
    }

    relata-settings-nav {
      position: static;
    }
  }
`;
