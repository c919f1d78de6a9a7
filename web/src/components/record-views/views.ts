/** The lists people ask for by name. */
import type { RecordKind } from '../../api/types.js';
import { STATUSES, isNarrowed, type RecordQuery } from '../../api/record-query.js';
import type { Key } from '../../locales/t.js';

export const VIEWS = ['mine', 'open', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** The list behind a view. The weakest relationships stand first, for they want care. */
export function queryOfView(kind: RecordKind, view: View): RecordQuery {
  if (view === 'all') return { kind, sort: 'name', order: 'asc' };
  const status = STATUSES[kind].length > 0 ? ('open' as const) : undefined;
  return { kind, status, mine: view === 'mine' || undefined, sort: 'health', order: 'asc' };
}

/** The view that a list is, whatever its order and filters beside; `all` where it is another. */
export function viewOf(query: RecordQuery): View {
  if (query.mine) return query.status === queryOfView(query.kind, 'mine').status ? 'mine' : 'all';
  if (STATUSES[query.kind].length > 0) return query.status === 'open' ? 'open' : 'all';
  return query.sort === 'health' && !isNarrowed(query) ? 'open' : 'all';
}

export const viewLabel = (kind: RecordKind, view: View): Key => `view.${kind}.${view}`;
