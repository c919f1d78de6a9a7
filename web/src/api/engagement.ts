/** How accounts and the organisation deal with one another: released figures about groups, never about a person. */
import type { Engagement, EngagementHistory, Level, Stale } from './types.js';
import { address, get, path } from './client.js';

/** Without a start, the newest released period. */
export const getEngagement = (server: string, level: Level, start: string | undefined, signal: AbortSignal) =>
  get<Engagement>(server, '/engagement', { level, start }, signal);

export const getEngagementHistory = (server: string, account: string, level: Level, signal: AbortSignal) =>
  get<EngagementHistory>(server, path`/records/${account}/engagement`, { level }, signal);

/** Accounts without email and meeting for so many days. */
export const listStale = (server: string, days: number, signal: AbortSignal) =>
  get<Stale>(server, '/segments/stale', { days }, signal);

export const hrefOfEngagementCsv = (server: string, level: Level, start: string) =>
  address(server, '/engagement.csv', { level, start });
