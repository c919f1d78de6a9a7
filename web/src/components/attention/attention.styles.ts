import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
  }

  h2 {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  ol {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
    gap: var(--relata-space-3);
  }

  li {
    display: flex;
    flex-direction: column;
    gap: 2px;
    min-width: 0;
    padding-inline-start: var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-poor);
  }

  a {
    color: var(--relata-color-text);
    font-weight: 600;
    text-decoration: none;
  }

  a:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }
`;
