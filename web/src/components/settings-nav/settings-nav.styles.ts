import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  ul {
    display: grid;
    gap: 2px;
  }

  nav a {
    position: relative;
    display: block;
    padding: 6px var(--relata-space-3);
    border-radius: var(--relata-radius);
    color: var(--relata-color-text-soft);
    text-decoration: none;
  }

  nav a:hover {
    background: var(--relata-color-surface-hover);
    color: var(--relata-color-text);
  }

  nav a[aria-current] {
    background: var(--relata-color-surface-hover);
    color: var(--relata-color-text);
    font-weight: 600;
  }

  nav a[aria-current]::before {
    position: absolute;
    inset-block: 8px;
    inset-inline-start: 0;
    width: 3px;
    border-radius: 2px;
    background: var(--relata-color-link);
    content: '';
  }

  label {
    display: none;
    gap: var(--relata-space-1);
    font-weight: 600;
  }

  @media (max-width: 860px) {
    nav {
      display: none;
    }

    label {
      display: grid;
    }
  }

  @media (forced-colors: active) {
    nav a[aria-current]::before {
      background: Highlight;
    }
  }
`;
