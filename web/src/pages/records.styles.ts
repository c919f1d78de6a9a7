import { css } from 'lit';

export const styles = css`
  :host {
    gap: var(--relata-space-3);
  }

  header p {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-4);
    align-items: center;
  }

  .download {
    display: inline-flex;
    gap: var(--relata-space-1);
    align-items: center;
  }

  .download svg {
    width: 16px;
    height: 16px;
  }

  fluent-tablist {
    overflow-x: auto;
    scrollbar-width: thin;
  }

  #panel {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
  }
`;
