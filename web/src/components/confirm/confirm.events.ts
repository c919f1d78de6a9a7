/** What the confirmation tells whoever asked. */

export class ConfirmEvent extends Event {
  constructor(
    /** Names of the ticked boxes. */
    readonly ticked: string[],
  ) {
    super('relata-confirm');
  }
}
