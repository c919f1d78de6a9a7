import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
    gap: var(--relata-space-4) var(--relata-space-6);
  }

  section {
    min-width: 0;
  }

  .side {
    grid-column: 2 / -1;
    justify-content: start;
    max-width: none;
    text-align: start;
  }

  h3 {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }
`;
