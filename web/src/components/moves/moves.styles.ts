import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-5);
    container-type: inline-size;
  }

  section {
    --move: var(--relata-color-unknown);
  }

  .went_quiet,
  .cooled {
    --move: var(--relata-color-poor);
  }

  .single_threaded {
    --move: var(--relata-color-fair);
  }

  .replied_after_silence,
  .warmed {
    --move: var(--relata-color-good);
  }

  h2 {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    font-size: var(--relata-size-subtitle);
    line-height: 24px;
  }

  .icon {
    display: inline-flex;
    color: var(--move);
  }

  .count {
    min-width: 22px;
    padding: 0 7px;
    border: 1px solid var(--relata-color-line-strong);
    border-radius: 11px;
    color: var(--relata-color-text-soft);
    font-size: var(--relata-size-small);
    font-weight: 400;
    line-height: 20px;
    text-align: center;
  }

  section > .faint {
    padding-inline-start: 28px;
  }

  ul {
    margin-top: var(--relata-space-2);
    border-inline-start: 3px solid var(--move);
    border-radius: 2px;
  }

  li {
    display: grid;
    grid-template-columns: minmax(160px, 1fr) minmax(0, 2fr) 110px;
    gap: var(--relata-space-1) var(--relata-space-4);
    align-items: center;
    padding: var(--relata-space-2) var(--relata-space-3);
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  /* Rows of a name and two numbers stand beside each other. */
  .alike {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr));
    column-gap: var(--relata-space-4);
  }

  .alike li {
    grid-template-columns: minmax(0, 1fr) auto;
    border-top: 0;
    box-shadow: 0 1px var(--relata-color-line);
  }

  section > .button {
    margin: var(--relata-space-3) 0 0 var(--relata-space-3);
  }

  .main {
    display: flex;
    flex-direction: column;
    min-width: 0;
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

  p {
    overflow-wrap: anywhere;
  }

  .change {
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }

  .arrow {
    display: inline-block;
    color: var(--relata-color-text-faint);
  }

  :host(:dir(rtl)) .arrow {
    transform: scaleX(-1);
  }

  @container (max-width: 640px) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
    }

    p {
      grid-row: 2;
      grid-column: 1 / -1;
    }
  }
`;
