/** The frame of a widget that is one card: its heading, and beside it what changes what is shown. */
import { css } from 'lit';

export const widget = css`
  :host {
    display: block;
  }

  section {
    display: grid;
    gap: var(--relata-space-3);
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  section > * {
    min-width: 0;
  }

  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
  }

  h2 {
    font-size: var(--relata-size-title);
    line-height: 28px;
    overflow-wrap: anywhere;
  }

  @media (max-width: 480px) {
    section {
      padding: var(--relata-space-4);
    }
  }
`;
