import { css } from 'lit';

export const styles = css`
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
    gap: var(--relata-space-3) var(--relata-space-4);
  }

  .all {
    grid-column: 1 / -1;
    max-width: 420px;
  }

  .stages {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
  }

  .stage {
    display: grid;
    grid-template-columns: minmax(0, 240px) minmax(0, 320px) max-content;
    gap: var(--relata-space-2);
    align-items: center;
    width: 100%;
  }

  .stage input {
    min-height: 34px;
  }

  @media (max-width: 560px) {
    .stage {
      grid-template-columns: 1fr 1fr;
    }

    .stage .button {
      grid-column: 1 / -1;
      justify-self: end;
    }
  }
`;
