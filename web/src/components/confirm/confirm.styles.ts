import { css } from 'lit';

export const styles = css`
  .tick {
    font-weight: 600;
  }

  .field {
    font-weight: 400;
  }
`;
