import { css } from 'lit';

export const styles = css`
  :host {
    display: contents;
  }

  div {
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-danger);
    border-radius: var(--relata-radius);
    background: var(--relata-color-danger-tint);
    overflow-wrap: anywhere;
  }
`;
