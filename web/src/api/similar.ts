/** Won deals that resemble an open one. */
import type { Similar } from './types.js';
import { get, path } from './client.js';

export const getSimilar = (server: string, record: string, signal: AbortSignal) =>
  get<Similar>(server, path`/records/${record}/similar`, {}, signal);
