/** What both sides of a record did in a window that ends on the day computed for. */
import type { Kpis } from './types.js';
import { get, path, type Server } from './client.js';

export const getKpis = (server: Server, record: string, days: number, signal: AbortSignal) =>
  get<Kpis>(server, path`/records/${record}/kpis`, { days }, signal);
