import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  li {
    display: grid;
    grid-template:
      'avatar who tie actions' auto
      'avatar evidence tie actions' 1fr
      / 40px minmax(0, 1fr) 180px auto;
    gap: var(--relata-space-1) var(--relata-space-4);
    align-items: start;
    padding: var(--relata-space-4) 0;
  }

  li + li {
    border-top: 1px solid var(--relata-color-line);
  }

  relata-avatar {
    grid-area: avatar;
  }

  .who {
    display: flex;
    grid-area: who;
    flex-direction: column;
    min-width: 0;
  }

  .name {
    color: var(--relata-color-text);
    font-size: var(--relata-size-subtitle);
    font-weight: 600;
    line-height: 22px;
    text-decoration: none;
  }

  a.name:hover {
    text-decoration: underline;
  }

  .title {
    color: var(--relata-color-text-soft);
  }

  .email {
    font-size: var(--relata-size-small);
  }

  .tie {
    display: grid;
    grid-area: tie;
    gap: 2px;
  }

  .evidence {
    display: flex;
    grid-area: evidence;
    flex-wrap: wrap;
    gap: 0 var(--relata-space-4);
    color: var(--relata-color-text-soft);
    overflow-wrap: anywhere;
  }

  .actions {
    display: flex;
    grid-area: actions;
    gap: var(--relata-space-2);
  }

  @container (max-width: 620px) {
    li {
      grid-template:
        'avatar who' auto
        'tie tie' auto
        'evidence evidence' auto
        'actions actions' auto
        / 40px minmax(0, 1fr);
      gap: var(--relata-space-2) var(--relata-space-3);
    }

    .evidence {
      flex-direction: column;
    }

    .actions {
      justify-content: end;
    }
  }
`;
