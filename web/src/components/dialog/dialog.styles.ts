import { css } from 'lit';

export const styles = css`
  dialog {
    flex-direction: column;
    width: min(600px, calc(100vw - 32px));
    max-width: none;
    max-height: calc(100dvh - 32px);
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
    box-shadow: var(--relata-shadow-modal);
    color: inherit;
  }

  dialog[open] {
    display: flex;
  }

  :host([placement='end']) dialog {
    width: min(560px, 100vw);
    height: 100dvh;
    max-height: none;
    margin: 0;
    margin-inline-start: auto;
    border-radius: 0;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }

  header {
    display: flex;
    gap: var(--relata-space-4);
    align-items: start;
    justify-content: space-between;
    padding: var(--relata-space-5) var(--relata-space-5) var(--relata-space-2);
  }

  h2 {
    min-width: 0;
    font-size: var(--relata-size-title);
    line-height: 28px;
    overflow-wrap: anywhere;
  }

  /* What is hidden from sight in it stays in it, or the dialog itself could be scrolled. */
  .body {
    position: relative;
    padding: 0 var(--relata-space-5) var(--relata-space-5);
    overflow: auto;
  }

  .body:focus-visible {
    outline-offset: -2px;
  }

  @media (max-width: 480px) {
    header {
      padding: var(--relata-space-4) var(--relata-space-4) var(--relata-space-2);
    }

    .body {
      padding: 0 var(--relata-space-4) var(--relata-space-4);
    }
  }
`;
