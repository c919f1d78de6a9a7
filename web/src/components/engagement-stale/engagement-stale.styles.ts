import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
  }

  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
    gap: var(--relata-space-2) var(--relata-space-5);
  }

  li {
    display: flex;
    flex-direction: column;
    min-width: 0;
    padding: var(--relata-space-1) 0;
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
