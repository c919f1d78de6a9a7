/** Where each thing has its page. The table of pages is in `app.ts`. */
import { recordParams, type RecordQuery } from './api/record-query.js';
import type { Level, RecordKind, SearchHit } from './api/types.js';

export const hrefOfRecord = (id: string) => `/records/${encodeURIComponent(id)}`;
/** With `{id}` for the person, as lists take it. */
export const PERSON_HREF = '/people/{id}';
export const hrefOfPerson = (id: string) => PERSON_HREF.replace('{id}', encodeURIComponent(id));
/** With `{id}` for the colleague, as the widget takes it. */
export const COLLEAGUE_HREF = '/colleagues/{id}';
export const hrefOfColleague = (id: string) => COLLEAGUE_HREF.replace('{id}', encodeURIComponent(id));
export const ME_HREF = '/me';
export const SESSIONS_HREF = '/sessions';
export const SIGN_IN_HREF = '/sign-in';
/** Where a tab ends up that was opened to sign in, and for nothing else. */
export const SIGNED_IN_HREF = '/signed-in';
export const hrefOfRecords = (kind: RecordKind) => `/records?kind=${kind}`;
export const hrefOfMoves = (days: number) => `/moves?days=${days}`;
export const hrefOfSearch = (query: string) => `/search?q=${encodeURIComponent(query)}`;

/** Without a start, the newest period; with an account, that one's history is open. */
export function hrefOfEngagement(level: Level, start: string | undefined, account: string | null): string {
  const query = new URLSearchParams({ level, ...(start && { start }), ...(account && { account }) });
  return `/engagement?${query}`;
}

/** Where the list of records begins: open opportunities, the weakest relationship first. */
export const RECORDS_HREF = '/records?kind=opportunity&status=open&sort=health&order=asc';

/** A list as it is narrowed and ordered. */
export function hrefOfList(query: RecordQuery): string {
  const given = Object.entries(recordParams(query)).filter((it): it is [string, string] => it[1] !== undefined);
  return `/records?${new URLSearchParams(given)}`;
}

export function hrefOfHit({ kind, id }: SearchHit): string {
  if (kind === 'colleague') return hrefOfColleague(id);
  return kind === 'person' ? hrefOfPerson(id) : hrefOfRecord(id);
}

export const SETTINGS_HREF = '/settings';
export const hrefOfSettings = (area: string) => `${SETTINGS_HREF}/${area}`;

/** Where somebody signs in anew, and comes back from. */
export const hrefOfSignInAgain = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>) =>
  `/sign-in?${new URLSearchParams({ again: 'true', back: pathname + search })}`;
