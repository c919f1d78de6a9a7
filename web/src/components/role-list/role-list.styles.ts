import { css } from 'lit';

export const styles = css`
  :host {
    gap: 0;
    container-type: inline-size;
  }

  .role {
    display: grid;
    gap: var(--relata-space-2);
    padding-block: var(--relata-space-4);
  }

  .role:first-of-type {
    padding-top: 0;
  }

  .role:last-of-type {
    padding-bottom: 0;
  }

  .role + .role {
    border-top: 1px solid var(--relata-color-line);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    align-items: center;
    justify-content: space-between;
  }

  h3 {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  h4 {
    margin: 0 0 var(--relata-space-1);
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  .columns {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--relata-space-3) var(--relata-space-5);
    overflow-wrap: anywhere;
  }

  .rights {
    padding-inline-start: 18px;
    list-style: disc;
  }

  .rights .icon {
    min-width: 24px;
    min-height: 24px;
    padding: 1px;
    vertical-align: middle;
  }

  @container (max-width: 640px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
