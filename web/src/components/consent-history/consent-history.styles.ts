import { css } from 'lit';

export const styles = css`
  li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--relata-space-4);
    justify-content: space-between;
    padding: var(--relata-space-2) 0;
    overflow-wrap: anywhere;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }
`;
