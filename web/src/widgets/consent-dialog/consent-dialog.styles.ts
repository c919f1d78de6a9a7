import { css } from 'lit';

export const styles = css`
  ol.says {
    padding-block: var(--relata-space-3);
    padding-inline: 32px var(--relata-space-4);
    border-radius: var(--relata-radius);
    background: var(--relata-color-canvas);
  }

  .agree {
    padding-top: var(--relata-space-3);
    border-top: 1px solid var(--relata-color-line);
    font-weight: 600;
  }
`;
