import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    overflow-wrap: anywhere;
  }

  ul {
    display: grid;
    gap: var(--relata-space-2);
  }

  li {
    display: flex;
    gap: var(--relata-space-2);
  }

  svg {
    flex: none;
    color: var(--relata-color-text-faint);
  }

  .worry svg {
    color: var(--relata-color-warning);
  }
`;
