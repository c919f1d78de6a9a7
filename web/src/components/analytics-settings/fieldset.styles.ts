/** A part of the settings: what it is about, and its fields. */
import { css } from 'lit';

export const fieldset = css`
  :host {
    display: block;
    min-width: 0;
  }

  fieldset {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
    margin: 0;
    padding: var(--relata-space-4) var(--relata-space-5);
    border: 1px solid var(--relata-color-line);
    border-radius: var(--relata-radius-large);
    background: var(--relata-color-surface);
  }

  /* Floating puts it inside of the frame, above the fields. */
  legend {
    float: inline-start;
    width: 100%;
    padding: 0;
    font-size: var(--relata-size-title);
    font-weight: 600;
    line-height: 28px;
  }

  .why {
    max-width: 680px;
    margin-top: calc(-1 * var(--relata-space-2));
    color: var(--relata-color-text-soft);
  }

  .field {
    font-weight: 400;
  }

  input[type='range'] {
    width: 100%;
    accent-color: var(--relata-color-brand);
  }

  @media (max-width: 480px) {
    fieldset {
      padding: var(--relata-space-4);
    }
  }
`;
