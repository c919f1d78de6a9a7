/** What a viewer does with ties of their own. */
import type { Named } from '../../api/types.js';

/** Nobody else shall see that the viewer knows this contact. */
export class HideEvent extends Event {
  constructor(readonly contact: Named) {
    super('relata-hide');
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-hide': HideEvent;
  }
}
