import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  :host > ul > li {
    padding: var(--relata-space-3) 0;
  }

  :host > ul > li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .people {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-4);
    margin-top: var(--relata-space-1);
  }

  .new {
    margin-inline-start: 2px;
    padding: 1px 8px;
    border-radius: 10px;
    background: var(--relata-color-brand-tint);
    color: var(--relata-color-link);
    font-size: var(--relata-size-small);
  }
`;
