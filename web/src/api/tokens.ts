/** Tokens with which other programs ask the API. */
import { get, path, post, remove } from './client.js';
import type { ApiToken, NewToken, WantedToken } from './types.js';

export const listTokens = (server: string, signal: AbortSignal) => get<{ tokens: ApiToken[] }>(server, '/tokens', {}, signal);

export const createToken = (server: string, wanted: WantedToken) => post<NewToken>(server, '/tokens', wanted);

export const revokeToken = (server: string, id: string) => remove(server, path`/tokens/${id}`);
