import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-5);
  }

  dl > div {
    min-width: 0;
  }

  dt {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    line-height: 16px;
  }

  dd {
    overflow-wrap: anywhere;
  }

  fluent-badge {
    vertical-align: middle;
  }
`;
