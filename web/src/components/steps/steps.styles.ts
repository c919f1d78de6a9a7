import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  ol {
    display: flex;
  }

  li {
    position: relative;
    display: grid;
    flex: 1 1 0;
    gap: var(--relata-space-1);
    align-content: start;
    min-width: 0;
    padding-inline-end: var(--relata-space-3);
    color: var(--relata-color-text-faint);
  }

  /* The line to the next step. */
  li:not(:last-child)::before {
    position: absolute;
    top: 9px;
    inset-inline: 20px 0;
    height: 2px;
    background: var(--relata-color-line-strong);
    content: '';
  }

  li.done:not(:last-child)::before {
    background: var(--relata-color-success);
  }

  .mark {
    position: relative;
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border: 2px solid var(--relata-color-line-strong);
    border-radius: 50%;
    background: var(--relata-color-surface);
  }

  .mark svg {
    width: 14px;
    height: 14px;
  }

  .done .mark {
    border-color: var(--relata-color-success);
    color: var(--relata-color-success);
  }

  .now .mark {
    border-color: var(--relata-color-link);
  }

  .now .mark::after {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--relata-color-link);
    content: '';
  }

  .failed .mark {
    border-color: var(--relata-color-danger);
    color: var(--relata-color-danger);
  }

  .text {
    display: grid;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .label {
    position: relative;
    color: var(--relata-color-text);
  }

  .ahead .label {
    color: var(--relata-color-text-faint);
  }

  .now .label,
  .failed .label {
    font-weight: 600;
  }

  @container (max-width: 560px) {
    ol {
      flex-direction: column;
    }

    li {
      grid-template-columns: 20px minmax(0, 1fr);
      gap: var(--relata-space-3);
      padding: 0 0 var(--relata-space-3);
    }

    li:last-child {
      padding-bottom: 0;
    }

    li:not(:last-child)::before {
      inset: 22px auto 2px 9px;
      width: 2px;
      height: auto;
    }
  }

  @media (forced-colors: active) {
    .now .mark::after,
    li::before {
      background: CanvasText;
    }
  }
`;
