/** What the filters tell whoever shows the list. */
import type { RecordQuery } from '../../api/record-query.js';

export class FilterEvent extends Event {
  constructor(
    readonly query: RecordQuery,
    /** The viewer is still typing, so the address of a moment ago is not worth going back to. */
    readonly typing: boolean,
  ) {
    super('relata-filter');
  }
}
