import { css } from 'lit';

export const styles = css`
  section + section {
    margin-top: var(--relata-space-5);
  }

  h2 {
    padding-bottom: var(--relata-space-1);
    border-bottom: 1px solid var(--relata-color-line-strong);
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }
`;
