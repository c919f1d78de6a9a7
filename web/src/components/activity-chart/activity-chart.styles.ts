import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    --chart-height: 240px;
  }

  h3 {
    color: var(--relata-color-text-soft);
    font-size: var(--relata-size-body);
    font-weight: 600;
    line-height: 20px;
  }

  relata-chart + h3 {
    margin: var(--relata-space-4) 0 var(--relata-space-2);
  }
`;
