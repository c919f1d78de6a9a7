/** Tenants that are read over the network. */
import { get, path, post } from './client.js';
import type { Connection, NewConnection } from './types.js';

export const getConnections = (server: string, signal: AbortSignal) => get<{ connections: Connection[] }>(server, '/connections', {}, signal);

export const connect = (server: string, connection: NewConnection) => post<{ id: string }>(server, '/connections', connection);

export const pauseConnection = (server: string, id: string) => post(server, path`/connections/${id}/pause`, {});

export const resumeConnection = (server: string, id: string) => post(server, path`/connections/${id}/resume`, {});

export const disconnect = (server: string, id: string, erase: boolean) => post(server, path`/connections/${id}/disconnect`, { erase });
