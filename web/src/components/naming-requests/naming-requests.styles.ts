import { css } from 'lit';

export const styles = css`
  li {
    display: grid;
    gap: var(--relata-space-2);
    padding: var(--relata-space-3) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  blockquote {
    margin: 0;
    padding-inline-start: var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-line-strong);
    overflow-wrap: anywhere;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }
`;
