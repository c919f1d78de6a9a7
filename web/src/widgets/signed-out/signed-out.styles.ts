import { css } from 'lit';

export const styles = css`
  relata-sign-in {
    margin-top: var(--relata-space-4);
  }
`;
