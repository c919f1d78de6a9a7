import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
    gap: var(--relata-space-3) var(--relata-space-5);
  }

  dt {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  dd {
    display: flex;
    gap: var(--relata-space-2);
    align-items: start;
  }

  svg {
    flex: none;
    color: var(--relata-color-text-faint);
  }

  strong {
    font-weight: 600;
  }

  time {
    display: block;
    color: var(--relata-color-text-soft);
  }
`;
