import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--relata-space-3);
    justify-items: start;
    min-width: 0;
  }

  .warning {
    display: flex;
    gap: var(--relata-space-2);
    align-items: center;
    width: 100%;
    padding: var(--relata-space-2) var(--relata-space-3);
    border-inline-start: 3px solid var(--relata-color-warning);
    border-radius: var(--relata-radius);
    background: var(--relata-color-warning-tint);
    overflow-wrap: anywhere;
  }

  .warning svg {
    flex: none;
    color: var(--relata-color-warning);
  }

  /* Positioned, so that words for screen readers alone are cut with the cells they stand in. */
  .scroll {
    position: relative;
    width: 100%;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 2px;
  }

  .corner,
  th[scope='row'] {
    position: sticky;
    z-index: 1;
    width: 220px;
    min-width: 130px;
    max-width: 220px;
    padding: var(--relata-space-1) var(--relata-space-2) var(--relata-space-1) 0;
    background: var(--relata-color-surface);
    text-align: start;
    inset-inline-start: 0;
  }

  .corner {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    vertical-align: bottom;
  }

  th[scope='row'] a,
  th[scope='row'] .faint {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  th bdi {
    overflow-wrap: normal;
  }

  .faint {
    font-weight: 400;
  }

  .nobody {
    color: var(--relata-color-warning);
    font-size: var(--relata-size-small);
    font-weight: 400;
  }

  .colleague {
    height: 120px;
    padding: 0;
    vertical-align: bottom;
  }

  .colleague a {
    display: inline-block;
    max-height: 120px;
    overflow: hidden;
    font-weight: 400;
    text-overflow: ellipsis;
    white-space: nowrap;
    writing-mode: sideways-lr;
  }

  @supports not (writing-mode: sideways-lr) {
    .colleague a {
      transform: rotate(180deg);
      writing-mode: vertical-rl;
    }
  }

  a {
    color: var(--relata-color-text);
    text-decoration: none;
  }

  a:hover {
    color: var(--relata-color-link);
    text-decoration: underline;
  }

  td {
    width: 48px;
    min-width: 40px;
    height: 36px;
    padding: 0;
    border-radius: var(--relata-radius);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }

  .rest {
    width: auto;
    min-width: 0;
  }

  .blank {
    color: var(--relata-color-text-faint);
  }

  .strong {
    background: var(--relata-color-brand);
    color: var(--relata-color-on-brand);
    font-weight: 600;
  }

  .medium {
    background: color-mix(in srgb, var(--relata-color-medium) 36%, var(--relata-color-surface));
  }

  .weak {
    background: color-mix(in srgb, var(--relata-color-medium) 14%, var(--relata-color-surface));
  }

  .unknown {
    border: 1px dashed var(--relata-color-unknown);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-1) var(--relata-space-4);
  }

  .legend i {
    display: inline-block;
    width: 14px;
    height: 14px;
    margin-inline-end: 6px;
    border-radius: 3px;
    vertical-align: -2px;
  }

  @media (max-width: 480px) {
    .corner,
    th[scope='row'] {
      width: 130px;
      max-width: 130px;
    }
  }

  @media (forced-colors: active) {
    .strong,
    .medium,
    .weak {
      border: 1px solid CanvasText;
    }

    .strong {
      border-width: 3px;
    }
  }
`;
