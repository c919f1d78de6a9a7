/** Colleagues, and whom each of them knows. */
import { get, path } from './client.js';
import type { Acquaintances, Colleagues } from './types.js';

export const listColleagues = (server: string, after: string | undefined, signal: AbortSignal) =>
  get<Colleagues>(server, '/colleagues', { after }, signal);

export const listAcquaintances = (server: string, colleague: string, limit: number, signal: AbortSignal) =>
  get<Acquaintances>(server, path`/colleagues/${colleague}/contacts`, { limit }, signal);
