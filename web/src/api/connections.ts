/** Tenants that are read over the network. */
import { get, lines, path, post } from './client.js';
import type { Connection, NewConnection, TenantGroup, TrialLine } from './types.js';

export const getConnections = (server: string, signal: AbortSignal) => get<{ connections: Connection[] }>(server, '/connections', {}, signal);

export const connect = (server: string, connection: NewConnection) => post<{ id: string }>(server, '/connections', connection);

export const pauseConnection = (server: string, id: string) => post(server, path`/connections/${id}/pause`, {});

export const resumeConnection = (server: string, id: string) => post(server, path`/connections/${id}/resume`, {});

export const disconnect = (server: string, id: string, erase: boolean) => post(server, path`/connections/${id}/disconnect`, { erase });

/** How far a connection is tried: whether it works, or what would be read of it, too. */
export type Extent = 'test' | 'plan';

/** Tries what was entered, or a connection by its id. Nothing of it is kept. */
export const tryConnection = (server: string, extent: Extent, what: NewConnection | string, signal: AbortSignal) =>
  typeof what === 'string' ? lines<TrialLine>(server, `${path`/connections/${what}`}/${extent}`, {}, signal) : lines<TrialLine>(server, `/connections/${extent}`, what, signal);

/** The security groups of a tenant whose names begin like that, with what was entered. */
export const findTenantGroups = (server: string, connection: NewConnection, beginning: string, signal: AbortSignal) =>
  post<{ groups: TenantGroup[] }>(server, '/connections/groups', { connection, beginning }, signal);
