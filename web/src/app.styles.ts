import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-height: 100dvh;
  }

  .skip {
    position: absolute;
    z-index: 20;
    inset-inline-start: var(--relata-space-4);
    padding: var(--relata-space-2) var(--relata-space-4);
    background: var(--relata-color-surface);
    transform: translateY(-100%);
  }

  .skip:focus {
    transform: none;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-5);
    align-items: center;
    padding: var(--relata-space-2) var(--relata-space-5);
    border-bottom: 1px solid var(--relata-color-line);
    background: var(--relata-color-surface);
  }

  .brand {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    color: var(--relata-color-text);
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    text-decoration: none;
  }

  nav {
    position: relative;
    display: flex;
    min-width: 0;
  }

  nav a {
    position: relative;
    flex: none;
    padding: var(--relata-space-2) var(--relata-space-3);
    color: var(--relata-color-text-soft);
    text-decoration: none;
  }

  nav a:hover {
    color: var(--relata-color-text);
  }

  nav a[aria-current] {
    color: var(--relata-color-text);
    font-weight: 600;
  }

  nav a[aria-current]::after {
    position: absolute;
    inset-inline: var(--relata-space-3);
    bottom: 2px;
    height: 3px;
    border-radius: 2px;
    background: var(--relata-color-link);
    content: '';
  }

  .settings {
    display: inline-flex;
    padding: 6px;
    border-radius: var(--relata-radius);
    color: var(--relata-color-text);
  }

  .settings:hover {
    background: var(--relata-color-surface-hover);
  }

  .settings[aria-current] {
    color: var(--relata-color-link);
  }

  .viewer + .settings,
  .settings + fluent-button {
    margin-inline-start: calc(-1 * var(--relata-space-3));
  }

  relata-search {
    flex: 1 1 200px;
    max-width: 480px;
  }

  .viewer {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    margin-inline-start: auto;
    white-space: nowrap;
  }

  main {
    max-width: 1120px;
    margin-inline: auto;
    padding: var(--relata-space-5);
    outline: none;
  }

  main.wide {
    max-width: 1400px;
  }

  @media (max-width: 1240px) {
    header {
      gap: var(--relata-space-2) var(--relata-space-4);
      padding: var(--relata-space-2) var(--relata-space-4);
    }

    relata-search {
      flex-basis: 100%;
      max-width: none;
      order: 2;
    }

  }

  @media (max-width: 960px) {
    main {
      padding: var(--relata-space-4);
    }
  }

  @media (max-width: 560px) {
    nav {
      flex-basis: 100%;
      order: 1;
      margin-inline: -12px;
      overflow-x: auto;
      scrollbar-width: none;
      mask-image: linear-gradient(to right, transparent, #000 10px calc(100% - 24px), transparent);
    }
  }

  @media (forced-colors: active) {
    nav a[aria-current]::after {
      background: Highlight;
    }
  }
`;
