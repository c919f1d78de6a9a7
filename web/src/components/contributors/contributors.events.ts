/** What the choice of contributors tells whoever shows it. */
import type { Contributors } from '../../api/types.js';

export class ContributorsEvent extends Event {
  constructor(readonly contributors: Contributors) {
    super('relata-contributors');
  }
}
