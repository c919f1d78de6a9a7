/** A group of figures under its name, with a remark below. */
import { css } from 'lit';

export const figures = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    align-content: start;
  }

  h3 {
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    line-height: 22px;
  }

  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-3);
    align-items: center;
    justify-content: space-between;
  }
`;
