/** What the introduction form tells whoever shows it. */

export class ReasonEvent extends Event {
  constructor(readonly reason: string) {
    super('relata-reason');
  }
}

export class SendEvent extends Event {
  constructor(
    readonly subject: string,
    readonly body: string,
  ) {
    super('relata-send');
  }
}

export class HandOverEvent extends Event {
  constructor(
    readonly via: 'mailto' | 'copy',
    readonly subject: string,
    readonly body: string,
  ) {
    super('relata-hand-over');
  }
}

/** The viewer wants it to leave from their own mailbox, and has to allow that first. */
export class GrantEvent extends Event {
  constructor(
    readonly subject: string,
    readonly body: string,
  ) {
    super('relata-grant');
  }
}
