import { css } from 'lit';

export const styles = css`
  :host {
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
    gap: var(--relata-space-4);
  }

  section {
    align-content: start;
  }
`;
