import { css } from 'lit';

export const styles = css`
  .downloads {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    justify-content: end;
  }

  @container (max-width: 620px) {
    .downloads {
      justify-content: start;
    }
  }
`;
