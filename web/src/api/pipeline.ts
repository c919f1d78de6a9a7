/** Open opportunities by health and estimated close. */
import type { Pipeline } from './types.js';
import { get } from './client.js';

/** The server draws no more than this at once. */
export const MOST_BUBBLES = 500;

export const getPipeline = (server: string, mine: boolean, signal: AbortSignal) =>
  get<Pipeline>(server, '/pipeline', { mine: mine ? 'true' : undefined, limit: MOST_BUBBLES }, signal);
