import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    --chart-height: 130px;
  }

  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
    gap: var(--relata-space-3) var(--relata-space-5);
  }

  figure {
    min-width: 0;
    margin: 0;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--relata-space-3);
    align-items: baseline;
    min-height: 32px;
    /* The chart's button stands at the right in every language, as its axes do. */
    padding-right: 36px;
    font-size: var(--relata-size-small);
    font-weight: 600;
  }

  relata-chart {
    margin-top: -32px;
    padding-top: 32px;
  }

  .key {
    color: var(--relata-color-text-faint);
    font-weight: 400;
  }

  .key i {
    display: inline-block;
    width: 14px;
    margin-inline-end: 4px;
    border-top: 2px solid var(--relata-color-us);
    vertical-align: 4px;
  }

  .key .side-1 {
    border-top-color: var(--relata-color-them);
    border-top-style: dashed;
  }
`;
