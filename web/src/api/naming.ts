/** Asking colleagues whether they may be named, and answering who asks. */
import { get, path, post } from './client.js';
import type { TargetId } from './introducers.js';
import type { NamingQuestion, NamingRequest, NamingRequests } from './types.js';

export const listNamingRequests = (server: string, signal: AbortSignal) => get<NamingRequests>(server, '/me/naming-requests', {}, signal);

/** Asks everybody who knows the target and is named only after a yes. */
export const askToBeNamed = (server: string, target: TargetId, reason: string) => post<NamingRequest>(server, '/naming-requests', { ...target, reason });

export const answerNamingRequest = (server: string, id: string, answer: 'yes' | 'no') =>
  post<NamingQuestion>(server, path`/me/naming-requests/${id}`, { answer });
