/** Finding records, people and colleagues by name or address; the server forgives typing errors. */
import { get } from './client.js';
import type { SearchResults } from './types.js';

/** The server answers from so many characters on. */
export const SHORTEST_QUERY = 2;

export const search = (server: string, q: string, limit: number, signal: AbortSignal) =>
  get<SearchResults>(server, '/search', { q, limit }, signal);
