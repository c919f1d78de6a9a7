/** What the table tells whoever fills it. */
import type { Order, Sort } from '../../api/record-query.js';

/** Other rows are looked at; `until` is the last of them. */
export class WindowEvent extends Event {
  constructor(
    readonly from: number,
    readonly until: number,
  ) {
    super('relata-window');
  }
}

/** The viewer wants the rows in another order. */
export class SortEvent extends Event {
  constructor(
    readonly sort: Sort,
    readonly order: Order,
  ) {
    super('relata-sort');
  }
}
