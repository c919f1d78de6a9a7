import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  li {
    display: grid;
    gap: var(--relata-space-1);
    padding: var(--relata-space-3) 0;
    overflow-wrap: anywhere;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-3);
    align-items: baseline;
    justify-content: space-between;
  }

  .head p {
    flex: 1 1 16rem;
  }

  .state {
    flex: none;
    padding: 0 var(--relata-space-2);
    border: 1px solid currentcolor;
    border-radius: 10px;
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    white-space: nowrap;
  }

  .state.good {
    color: var(--relata-color-success);
  }

  .state.busy {
    color: var(--relata-color-link);
  }

  .state.bad {
    color: var(--relata-color-danger);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    margin-top: var(--relata-space-1);
  }
`;
