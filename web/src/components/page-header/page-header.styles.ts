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

  relata-facts {
    margin-block: var(--relata-space-2);
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
