/** How the relationship behind a record stands. */
import type { Health } from './types.js';
import { get, path, type Server } from './client.js';

export const getHealth = (server: Server, record: string, signal: AbortSignal) =>
  get<Health>(server, path`/records/${record}/health`, {}, signal);
