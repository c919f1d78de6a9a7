/** Whose data count, colleague by colleague, and why not. */
import { get, path, put } from './client.js';
import type { Participation, ParticipationState } from './types.js';

export interface ParticipationQuery {
  query: string;
  state: ParticipationState | '';
}

export const listParticipation = (server: string, { query, state }: ParticipationQuery, after: string | undefined, signal: AbortSignal) =>
  get<Participation>(server, '/participation', { query: query || undefined, state: state || undefined, after }, signal);

export const setParticipation = (server: string, person: string, wanted: { opted_out: boolean; erase_past: boolean; flagged?: boolean }) =>
  put<unknown>(server, path`/participation/${person}`, wanted);
