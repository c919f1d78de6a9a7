/** Everything that is stored about a person, put together for that person. */
import { address, get, path, post } from './client.js';
import type { AccessRequest } from './types.js';

export const listAccessRequests = (server: string, signal: AbortSignal) =>
  get<{ requests: AccessRequest[] }>(server, '/access-requests', {}, signal);

export const requestAccess = (server: string, subject: { id?: string; address?: string }) => post<{ id: string }>(server, '/access-requests', { subject });

export const accessDownload = (server: string, id: string, format: 'json' | 'html') =>
  address(server, path`/access-requests/${id}/${format}`, {});
