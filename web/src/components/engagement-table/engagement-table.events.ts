/** The viewer opened an account's history, or, with null, closed it. */
export class OpenAccountEvent extends Event {
  constructor(readonly account: string | null) {
    super('relata-open-account');
  }
}
