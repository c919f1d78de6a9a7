import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-2);
    overflow-wrap: anywhere;
  }

  relata-strength {
    max-width: 280px;
  }

  h3,
  caption {
    margin-top: var(--relata-space-4);
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    line-height: 22px;
    text-align: start;
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: var(--relata-space-2) 0;
    border-bottom: 1px solid var(--relata-color-line);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }

  th .faint {
    display: block;
  }

  .points {
    width: 64px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  tfoot th,
  tfoot td {
    border-bottom: 0;
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
  }

  .bar {
    display: block;
    height: 4px;
    margin: var(--relata-space-1) 0;
    border-radius: 2px;
    background: var(--relata-color-strong);
  }

  .bar.minus {
    background: var(--relata-color-danger);
  }

  .pieces li {
    display: flex;
    gap: var(--relata-space-2);
    align-items: start;
    padding: var(--relata-space-1) 0;
  }

  .pieces svg {
    flex: none;
    color: var(--relata-color-text-faint);
  }

  .sentence {
    flex: 1;
  }

  time {
    color: var(--relata-color-text-faint);
    white-space: nowrap;
  }

  .rule {
    padding: 2px 0;
  }

  @media (forced-colors: active) {
    .bar {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
