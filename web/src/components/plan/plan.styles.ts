import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: var(--relata-size-body);
    line-height: 20px;
  }

  dl {
    display: grid;
    gap: var(--relata-space-2);
  }

  dl div {
    display: grid;
    grid-template-columns: minmax(110px, 180px) minmax(0, 1fr);
    gap: var(--relata-space-1) var(--relata-space-3);
  }

  dt {
    color: var(--relata-color-text-soft);
  }

  .example {
    padding: var(--relata-space-3);
    border-radius: var(--relata-radius);
    background: var(--relata-color-sunken);
    font-size: var(--relata-size-small);
  }

  .example dl {
    gap: 0;
  }

  ul {
    display: grid;
    gap: var(--relata-space-1);
    padding-inline-start: 20px;
    list-style: disc;
  }

  details ul {
    max-height: 200px;
    margin-top: var(--relata-space-2);
    overflow: auto;
  }

  summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  @media (max-width: 480px) {
    dl div {
      grid-template-columns: minmax(0, 1fr);
    }

    .example dl div {
      grid-template-columns: 96px minmax(0, 1fr);
    }
  }
`;
