/** Whom a record's activities were with, and who of ours had them. */
import type { PeopleOfRecord } from './types.js';
import { get, path } from './client.js';

/** The server lists no more than this at once. */
export const MOST_PEOPLE = 100;

export const listPeopleOfRecord = (server: string, record: string, limit: number, signal: AbortSignal) =>
  get<PeopleOfRecord>(server, path`/records/${record}/people`, { limit }, signal);
