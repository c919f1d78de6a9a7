/** How the relationship behind a record stands. */
import type { Health } from './types.js';
import { get, path } from './client.js';

export const getHealth = (server: string, record: string, signal: AbortSignal) =>
  get<Health>(server, path`/records/${record}/health`, {}, signal);
