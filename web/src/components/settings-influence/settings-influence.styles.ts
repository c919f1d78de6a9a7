import { css } from 'lit';

export const styles = css`
  .slider {
    display: grid;
    grid-template-columns: 120px minmax(0, 360px) 80px;
    gap: var(--relata-space-3);
    align-items: center;
    min-height: 32px;
  }

  output {
    font-variant-numeric: tabular-nums;
  }

  @media (max-width: 480px) {
    .slider {
      grid-template-columns: 1fr auto;
      gap: 0;
    }

    .slider input {
      grid-row: 2;
      grid-column: 1 / -1;
    }
  }
`;
