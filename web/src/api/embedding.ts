/** Which other applications may show the widgets. */
import { get, put } from './client.js';
import type { Origin } from './types.js';

export const getOrigins = (server: string, signal: AbortSignal) => get<{ origins: Origin[] }>(server, '/embed/origins', {}, signal);

export const saveOrigins = (server: string, origins: Origin[]) => put<{ origins: Origin[] }>(server, '/embed/origins', { origins });
