import { css } from 'lit';

export const styles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-3) var(--relata-space-4);
    align-items: center;
  }

  select {
    min-width: 190px;
  }

  .download {
    display: inline-flex;
    gap: var(--relata-space-1);
    align-items: center;
  }

  .download svg {
    width: 16px;
    height: 16px;
  }
`;
