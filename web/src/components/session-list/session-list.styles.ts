import { css } from 'lit';

export const styles = css`
  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: center;
    justify-content: space-between;
    padding: var(--relata-space-3) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  li > div {
    flex: 1 1 240px;
    min-width: 0;
  }

  .here {
    margin-inline-start: var(--relata-space-2);
    padding: 1px 8px;
    border-radius: 10px;
    background: var(--relata-color-brand-tint);
    color: var(--relata-color-link);
    font-size: var(--relata-size-small);
  }
`;
