/** People outside the organisation, with or without a record. */
import { get, path } from './client.js';
import type { PersonPage } from './types.js';

export const getPerson = (server: string, person: string, signal: AbortSignal) =>
  get<PersonPage>(server, path`/people/${person}`, {}, signal);
