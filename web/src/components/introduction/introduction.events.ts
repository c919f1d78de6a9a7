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
  constructor(readonly via: 'mailto' | 'copy') {
    super('relata-hand-over');
  }
}
