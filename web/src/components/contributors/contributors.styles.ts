import { css } from 'lit';

export const styles = css`
  fieldset {
    display: grid;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-weight: 600;
  }

  .tick {
    min-height: 28px;
  }

  .roles {
    padding-inline-start: 24px;
  }
`;
