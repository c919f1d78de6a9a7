import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: var(--relata-space-2) var(--relata-space-4);
    align-items: end;
  }

  .field {
    flex: 0 1 150px;
    font-size: var(--relata-size-small);
    font-weight: 400;
    line-height: 16px;
    color: var(--relata-color-text-soft);
  }

  .words {
    flex: 1 1 200px;
    max-width: 320px;
  }

  .order > div {
    display: flex;
    gap: var(--relata-space-2);
  }

  .toggle,
  .order {
    display: none;
  }

  .account {
    display: flex;
    align-items: center;
  }

  @container (max-width: 739px) {
    .toggle {
      display: inline-flex;
    }

    .order {
      display: grid;
    }

    form {
      display: none;
      grid-template-columns: 1fr 1fr;
      padding-block: var(--relata-space-3);
    }

    form.open {
      display: grid;
    }

    .words,
    .order,
    .account {
      grid-column: 1 / -1;
      max-width: none;
    }

    .account {
      flex-wrap: wrap;
    }
  }
`;
