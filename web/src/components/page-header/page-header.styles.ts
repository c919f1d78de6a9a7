import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--relata-space-4);
    align-items: start;
  }

  relata-avatar {
    width: 64px;
    height: 64px;
  }

  h1 {
    font-size: var(--relata-size-headline);
    line-height: 36px;
    overflow-wrap: anywhere;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-5);
    margin-block: var(--relata-space-2);
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

  @media (max-width: 480px) {
    :host {
      gap: var(--relata-space-3);
    }

    relata-avatar {
      width: 40px;
      height: 40px;
    }

    h1 {
      font-size: var(--relata-size-title);
      line-height: 28px;
    }
  }
`;
