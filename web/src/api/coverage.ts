/** Which colleagues know which contacts of a record. */
import type { Coverage } from './types.js';
import { get, path } from './client.js';

export const getCoverage = (server: string, record: string, signal: AbortSignal) =>
  get<Coverage>(server, path`/records/${record}/coverage`, {}, signal);
