/** What the table of the kinds of insight tells whoever shows it. */
import type { Insights } from '../../api/types.js';

export class GiveEvent extends Event {
  constructor(readonly insights: Insights) {
    super('relata-give');
  }
}

export class WithdrawEvent extends Event {
  constructor(readonly insights: Insights) {
    super('relata-withdraw');
  }
}
