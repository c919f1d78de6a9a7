/** Search results by kind; the kind that holds the best result stands first. */
import type { SearchHit } from '../../api/types.js';

export function byKind(hits: SearchHit[]): [SearchHit['kind'], SearchHit[]][] {
  const groups = new Map<SearchHit['kind'], SearchHit[]>();
  for (const hit of hits) groups.set(hit.kind, [...(groups.get(hit.kind) ?? []), hit]);
  return [...groups];
}
