import { css } from 'lit';

export const styles = css`
  #token {
    font-family: ui-monospace, 'Cascadia Code', Consolas, monospace;
  }
`;
