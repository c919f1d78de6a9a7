import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    min-width: 0;
  }

  .head {
    display: flex;
    gap: var(--relata-space-3);
    align-items: center;
  }

  h3 {
    flex: 1;
    font-size: var(--relata-size-body);
  }

  pre {
    margin: 0;
    padding: var(--relata-space-3);
    border-radius: var(--relata-radius);
    background: var(--relata-color-sunken);
    font: var(--relata-size-small) / 18px ui-monospace, 'Cascadia Code', Consolas, monospace;
    overflow-x: auto;
  }
`;
