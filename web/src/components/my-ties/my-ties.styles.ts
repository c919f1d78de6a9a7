import { css } from 'lit';

export const styles = css`
  section + section {
    margin-top: var(--relata-space-5);
  }

  h3 {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  .hidden {
    align-self: center;
    color: var(--relata-color-text-faint);
  }
`;
