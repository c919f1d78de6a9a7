/** What the picker of holders tells whoever shows it. */
import type { Holder } from '../../api/types.js';

export class HolderEvent extends Event {
  constructor(readonly holder: Holder | null) {
    super('relata-holder');
  }
}
