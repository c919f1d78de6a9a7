/** Search results by kind: first the kind of the best result, then records and colleagues before people without a record. */
import type { SearchHit } from '../../api/types.js';

const ORDER: SearchHit['kind'][] = ['account', 'contact', 'lead', 'colleague', 'person'];

export function byKind(hits: SearchHit[]): [SearchHit['kind'], SearchHit[]][] {
  const kinds = hits[0] ? [hits[0].kind, ...ORDER.filter((it) => it !== hits[0]?.kind)] : [];
  return kinds
    .map((kind): [SearchHit['kind'], SearchHit[]] => [kind, hits.filter((it) => it.kind === kind)])
    .filter(([, ofKind]) => ofKind.length > 0);
}
