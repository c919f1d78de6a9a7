import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    justify-items: start;
  }

  p {
    max-width: 680px;
  }

  .state {
    padding-inline-start: var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-unknown);
  }

  .contributing {
    border-color: var(--relata-color-good);
  }
`;
