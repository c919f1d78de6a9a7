/** What the search box tells whoever shows it. */
import type { SearchHit } from '../../api/types.js';

export class QueryEvent extends Event {
  constructor(readonly query: string) {
    super('relata-query');
  }
}

export class ChooseEvent extends Event {
  constructor(readonly hit: SearchHit) {
    super('relata-choose');
  }
}

export class SubmitQueryEvent extends Event {
  constructor(readonly query: string) {
    super('relata-submit');
  }
}
