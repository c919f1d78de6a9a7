import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--relata-space-4);
    container-type: inline-size;
  }

  .standing {
    display: grid;
    grid-template-columns: 200px minmax(0, 1fr);
    gap: var(--relata-space-5);
    align-items: center;
  }

  .story {
    display: grid;
    gap: var(--relata-space-3);
    overflow-wrap: anywhere;
  }

  .rhythm {
    font-size: var(--relata-size-subtitle);
    line-height: 22px;
  }

  .movers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
    align-items: center;
  }

  h3 {
    color: var(--relata-color-text-faint);
    font-size: var(--relata-size-small);
    font-weight: 400;
    line-height: 16px;
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2);
  }

  li {
    padding: 0 var(--relata-space-2);
    border: 1px solid currentcolor;
    border-radius: 10px;
    font-size: var(--relata-size-small);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }

  .up {
    color: var(--relata-color-good);
  }

  .down {
    color: var(--relata-color-poor);
  }

  summary {
    color: var(--relata-color-link);
    cursor: pointer;
  }

  @container (max-width: 520px) {
    .standing {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
