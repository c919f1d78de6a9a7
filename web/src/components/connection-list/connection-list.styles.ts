import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-4);
  }

  article {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
  }

  .head h2 {
    min-width: 0;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  dl {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--relata-space-2);
    margin: 0;
  }

  dl div {
    display: grid;
    grid-template-columns: minmax(120px, 220px) minmax(0, 1fr);
    gap: var(--relata-space-3);
  }

  dt {
    color: var(--relata-color-text-soft);
  }

  dd {
    margin: 0;
  }

  progress {
    width: min(100%, 260px);
    height: 6px;
    accent-color: var(--relata-color-brand);
  }

  .trouble {
    color: var(--relata-color-danger);
  }

  .failures {
    display: grid;
    gap: var(--relata-space-2);
    padding-inline-start: 20px;
    list-style: disc;
  }

  @media (max-width: 560px) {
    dl div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
`;
