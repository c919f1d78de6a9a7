/** What a viewer answers who is asked whether they may be named. */

export class NamingAnswerEvent extends Event {
  constructor(
    readonly id: string,
    readonly answer: 'yes' | 'no',
  ) {
    super('relata-naming-answer');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-naming-answer': NamingAnswerEvent;
  }
}
