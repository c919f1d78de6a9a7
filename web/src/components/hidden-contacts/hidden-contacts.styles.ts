import { css } from 'lit';

export const styles = css`
  li {
    display: flex;
    gap: var(--relata-space-3);
    align-items: center;
    justify-content: space-between;
    padding: var(--relata-space-2) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  .button {
    flex: none;
  }

  li > div {
    display: grid;
    min-width: 0;
  }
`;
