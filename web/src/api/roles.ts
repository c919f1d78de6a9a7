/** Who may do what: roles, who has them, and rights granted beside. */
import { get, path, post, remove } from './client.js';
import type { HolderKind, Roles } from './types.js';

export interface HolderId {
  kind: HolderKind;
  id: string;
}

export const getRoles = (server: string, signal: AbortSignal) => get<Roles>(server, '/roles', {}, signal);

export const assignRole = (server: string, role: string, holder: HolderId) => post<unknown>(server, '/roles/assignments', { role, holder });

export const endAssignment = (server: string, id: string) => remove(server, path`/roles/assignments/${id}`);

export const grantRight = (server: string, right: string, holder: HolderId) => post<unknown>(server, '/roles/grants', { right, holder });

export const endGrant = (server: string, id: string) => remove(server, path`/roles/grants/${id}`);
