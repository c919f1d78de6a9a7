/** Which records a list shows and in which order: in the page's address, and in what the server is asked. */
import type { RecordKind, Status, Trend } from './types.js';

export const KINDS = ['opportunity', 'contact', 'lead', 'account'] as const satisfies RecordKind[];
export const STATUSES: Record<RecordKind, readonly Status[]> = {
  opportunity: ['open', 'won', 'lost'],
  lead: ['open', 'closed'],
  contact: [],
  account: [],
};
export const GRADES = ['good', 'fair', 'poor', 'none'] as const;
export const TRENDS = ['improving', 'steady', 'declining', 'not_enough_information'] as const satisfies Trend[];
export const SORTS = ['name', 'health', 'trend', 'last', 'next', 'emails', 'meetings', 'calls', 'revenue', 'close'] as const;

export type Sort = (typeof SORTS)[number];
export type Order = 'asc' | 'desc';

export interface RecordQuery {
  kind: RecordKind;
  status?: Status | undefined;
  mine?: boolean | undefined;
  /** `none`: without a score. */
  grade?: (typeof GRADES)[number] | undefined;
  trend?: Trend | undefined;
  /** Words of the name. */
  q?: string | undefined;
  /** The account whose records are wanted. */
  account?: string | undefined;
  sort: Sort;
  order: Order;
}

/** What an address asks for; what it asks in words we do not know is left out. */
export function readRecordQuery(address: URLSearchParams): RecordQuery {
  const kind = one(KINDS, address.get('kind')) ?? 'opportunity';
  const sort = one(SORTS, address.get('sort')) ?? 'name';
  return {
    kind,
    status: one(STATUSES[kind], address.get('status')),
    mine: address.get('mine') === 'true' || undefined,
    grade: one(GRADES, address.get('grade')),
    trend: one(TRENDS, address.get('trend')),
    q: address.get('q')?.trim() || undefined,
    account: address.get('account') || undefined,
    sort,
    order: one(['asc', 'desc'], address.get('order')) ?? firstOrder(sort),
  };
}

/** For an address: without what goes without saying. */
export function recordParams(query: RecordQuery): Record<string, string | undefined> {
  const { sort, order, mine, ...rest } = query;
  const said = sort !== 'name' || order !== 'asc';
  return { ...rest, mine: mine ? 'true' : undefined, ...(said && { sort, order }) };
}

/** The order in which a column is sorted first: names from A, dates to come from the next, all else from the most. */
export const firstOrder = (sort: Sort): Order => (sort === 'name' || sort === 'next' || sort === 'close' ? 'asc' : 'desc');

/** Whether anything but the kind narrows the list. */
export const isNarrowed = ({ status, mine, grade, trend, q, account }: RecordQuery) =>
  Boolean(status ?? mine ?? grade ?? trend ?? q ?? account);

function one<Word extends string>(words: readonly Word[], asked: string | null): Word | undefined {
  return words.find((it) => it === asked);
}
