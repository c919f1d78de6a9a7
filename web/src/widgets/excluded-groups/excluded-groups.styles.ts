import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-3);
  }

  relata-group-picker {
    max-width: 640px;
  }
`;
