import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
  }

  ol {
    width: 100%;
  }

  li {
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr);
    gap: var(--relata-space-3);
    padding: var(--relata-space-2) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  relata-avatar {
    width: 32px;
    height: 32px;
  }

  .who {
    display: flex;
    flex-direction: column;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .name {
    align-self: start;
    color: var(--relata-color-text);
    font-weight: 600;
    text-decoration: none;
  }

  a.name:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }

  .bar {
    height: 4px;
    margin: var(--relata-space-1) 0;
    border-radius: 2px;
  }

  .contacted {
    background: var(--relata-color-them);
  }

  .contacted_by {
    background: var(--relata-color-us);
  }

  @media (forced-colors: active) {
    .bar {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
