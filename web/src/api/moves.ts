/** What changed lately in the relationships. */
import type { Moves } from './types.js';
import { get } from './client.js';

export const listMoves = (server: string, days: number, signal: AbortSignal) =>
  get<Moves>(server, '/moves', { days }, signal);
