import { css } from 'lit';

export const styles = css`
  relata-problem {
    margin-bottom: var(--relata-space-3);
  }

  .sent,
  .uncertain {
    padding: var(--relata-space-4);
    border-inline-start: 3px solid var(--relata-color-success);
    border-radius: var(--relata-radius);
    background: var(--relata-color-success-tint);
  }

  .uncertain {
    border-inline-start-color: var(--relata-color-warning);
    background: var(--relata-color-warning-tint);
  }
`;
