/** What a viewer asks about a pair. The events cross shadow roots, so a host page can listen on the widget. */
import type { Colleague, Named, Transport } from '../api/types.js';

/** A colleague and a contact. */
export interface Pair {
  colleague: Pick<Colleague, 'id' | 'name'>;
  contact: Named;
}

abstract class PairEvent extends Event {
  constructor(
    type: string,
    readonly pair: Pair,
  ) {
    super(type, { bubbles: true, composed: true });
  }
}

/** The viewer asks why the pair is said to know each other. */
export class WhyEvent extends PairEvent {
  constructor(pair: Pair) {
    super('relata-why', pair);
  }
}

/** The viewer asks this colleague for an introduction to the contact. */
export class IntroduceEvent extends PairEvent {
  constructor(pair: Pair) {
    super('relata-introduce', pair);
  }
}

/** The message to the colleague left Relata: sent by the server, handed to the mail program, or copied. */
export class IntroductionEvent extends PairEvent {
  constructor(
    pair: Pair,
    readonly via: Transport | 'copy',
  ) {
    super('relata-introduction', pair);
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-why': WhyEvent;
    'relata-introduce': IntroduceEvent;
    'relata-introduction': IntroductionEvent;
  }
}
