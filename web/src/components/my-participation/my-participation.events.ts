/** What a viewer decides about their own data. */
import type { Visibility } from '../../api/types.js';

/** The viewer stops taking part, or takes part again. */
export class TakePartEvent extends Event {
  constructor(readonly takesPart: boolean) {
    super('relata-take-part');
  }
}

/** Others shall see so much of the viewer's ties. */
export class VisibilityEvent extends Event {
  constructor(readonly visibility: Visibility) {
    super('relata-visibility');
  }
}

/** The contact shall be seen again. */
export class UnhideEvent extends Event {
  constructor(readonly person: string) {
    super('relata-unhide');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-take-part': TakePartEvent;
    'relata-visibility': VisibilityEvent;
    'relata-unhide': UnhideEvent;
  }
}
