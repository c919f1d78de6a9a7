/** Who knows whom, as the server tells it, and why it says so. */
import { get, path, type Server } from './client.js';
import type { Evidence, Introducers } from './types.js';

/** Whom the viewer wants to meet: a record, or a person with or without one. */
export type TargetId = { record: string } | { person: string };

/** The server lists no more than this at once. */
export const MOST_INTRODUCERS = 100;

export const listIntroducers = (server: Server, target: TargetId, limit: number, signal: AbortSignal) =>
  get<Introducers>(server, `${pathOf(target)}/introducers`, { limit }, signal);

export const getEvidence = (server: Server, contact: string, colleague: string, signal: AbortSignal) =>
  get<Evidence>(server, path`/people/${contact}/introducers/${colleague}`, {}, signal);

const pathOf = (target: TargetId) =>
  'record' in target ? path`/records/${target.record}` : path`/people/${target.person}`;
