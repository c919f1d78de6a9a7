/** What a viewer does who cannot see who knows somebody. */

/** The viewer asks colleagues whether they may be named, and says why. */
export class AskAroundEvent extends Event {
  constructor(readonly reason: string) {
    super('relata-ask-around');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-ask-around': AskAroundEvent;
  }
}
