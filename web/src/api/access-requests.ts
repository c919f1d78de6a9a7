/** Everything that is stored about a person, put together for that person. */
import { address, get, path, post } from './client.js';
import type { AccessRequest, ErasureSubject } from './privacy-types.js';

export const listAccessRequests = (server: string, signal: AbortSignal) =>
  get<{ access_requests: AccessRequest[] }>(server, '/access-requests', {}, signal);

export const requestAccess = (server: string, subject: ErasureSubject) => post<{ id: string }>(server, '/access-requests', { subject });

export const accessDownload = (server: string, id: string, format: 'json' | 'html') =>
  address(server, path`/access-requests/${id}/${format}`, {});
