/** What a viewer who signs in does. */

/** The viewer signs in as a local administrator. */
export class LocalSignInEvent extends Event {
  constructor(
    readonly name: string,
    readonly password: string,
  ) {
    super('relata-local-sign-in');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-local-sign-in': LocalSignInEvent;
  }
}
