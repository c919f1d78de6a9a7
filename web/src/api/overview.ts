/** What the organisation's data hold, and who is looking. */
import { get } from './client.js';
import type { Overview, Viewer } from './types.js';

export const getOverview = (server: string, signal: AbortSignal) => get<Overview>(server, '/overview', {}, signal);

export const getViewer = (server: string, signal: AbortSignal) => get<Viewer>(server, '/viewer', {}, signal);
