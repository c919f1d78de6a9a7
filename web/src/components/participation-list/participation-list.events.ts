/** What the list of participation tells whoever shows it. */
import type { Participant } from '../../api/types.js';

export class OptOutEvent extends Event {
  constructor(readonly participant: Participant) {
    super('relata-opt-out');
  }
}

export class OptInEvent extends Event {
  constructor(readonly participant: Participant) {
    super('relata-opt-in');
  }
}

export class MoreEvent extends Event {
  constructor(readonly participant: Participant) {
    super('relata-more');
  }
}
