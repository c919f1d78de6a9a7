/** A list of people or records: a picture, a name that leads on, something at the side. */
import { css } from 'lit';

export const entries = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  li {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    gap: var(--relata-space-1) var(--relata-space-3);
    align-items: center;
    padding: var(--relata-space-2) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .main {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }

  .main a {
    color: var(--relata-color-text);
    font-weight: 600;
    text-decoration: none;
    overflow-wrap: anywhere;
  }

  .main a:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }

  .side {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--relata-space-3);
    justify-content: end;
    max-width: 40cqi;
    text-align: end;
  }

  @container (max-width: 480px) {
    .side {
      grid-column: 2 / -1;
      justify-content: start;
      max-width: none;
      text-align: start;
    }
  }
`;
