/** What the dialog of consent tells whoever shows it. */
import type { Given } from '../../api/consent.js';

export class GivenEvent extends Event {
  constructor(readonly given: Given) {
    super('relata-given');
  }
}
