/** What a viewer does with sessions. */

/** The session of this id shall end. */
export class EndSessionEvent extends Event {
  constructor(readonly id: string) {
    super('relata-end-session');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-end-session': EndSessionEvent;
  }
}
