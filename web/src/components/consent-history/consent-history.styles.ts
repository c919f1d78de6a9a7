import { css } from 'lit';

export const styles = css`
  li {
    display: grid;
    max-width: 860px;
    padding: var(--relata-space-2) 0;
    overflow-wrap: anywhere;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }
`;
