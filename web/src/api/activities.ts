/** What happened around a record, day by day. */
import type { Activities } from './types.js';
import { get, path, type Server } from './client.js';

/** The last so many days, or from one day to another, both inside. */
export type Period = { days: number } | { from: string; to: string };

export const getActivities = (server: Server, record: string, period: Period, signal: AbortSignal) =>
  get<Activities>(server, path`/records/${record}/activities`, { ...period }, signal);
