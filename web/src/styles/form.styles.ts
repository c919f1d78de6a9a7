/** A form in a dialog or a card: what it does, its fields, and its buttons at the end. */
import { css } from 'lit';

export const form = css`
  form,
  .form {
    display: grid;
    gap: var(--relata-space-3);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .says {
    display: grid;
    gap: var(--relata-space-2);
    padding-inline-start: 20px;
    list-style: disc;
  }

  ol.says {
    list-style: decimal;
  }

  fieldset {
    display: grid;
    gap: var(--relata-space-1);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  fieldset legend {
    padding: 0 0 var(--relata-space-1);
    font-weight: 600;
  }

  .tick {
    display: flex;
    gap: var(--relata-space-2);
    align-items: start;
    min-height: 24px;
    padding-block: 2px;
  }

  .tick input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 2px 0 0;
    accent-color: var(--relata-color-brand);
  }

  .why {
    color: var(--relata-color-text-soft);
  }

  .tick + .why {
    padding-inline-start: 24px;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    align-items: center;
    justify-content: end;
  }

  .actions.start {
    justify-content: start;
  }
`;
