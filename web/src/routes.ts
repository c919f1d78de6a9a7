/** Where each thing has its page. The table of pages is in `app.ts`. */
import type { RecordKind, SearchHit } from './api/types.js';

export const hrefOfRecord = (id: string) => `/records/${encodeURIComponent(id)}`;
export const hrefOfPerson = (id: string) => `/people/${encodeURIComponent(id)}`;
/** With `{id}` for the colleague, as the widget takes it. */
export const COLLEAGUE_HREF = '/colleagues/{id}';
export const hrefOfColleague = (id: string) => COLLEAGUE_HREF.replace('{id}', encodeURIComponent(id));
export const hrefOfRecords = (kind: RecordKind) => `/records?kind=${kind}`;
export const hrefOfSearch = (query: string) => `/search?q=${encodeURIComponent(query)}`;

export function hrefOfHit({ kind, id }: SearchHit): string {
  if (kind === 'colleague') return hrefOfColleague(id);
  return kind === 'person' ? hrefOfPerson(id) : hrefOfRecord(id);
}
