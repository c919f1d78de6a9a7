/** Who can sign in, and where they are signed in. */
import { get, path, remove } from './client.js';
import type { Account } from './types.js';

export const listAccounts = (server: string, signal: AbortSignal) => get<{ accounts: Account[] }>(server, '/accounts', {}, signal);

export const endSessions = (server: string, account: string) => remove(server, path`/accounts/${account}/sessions`);
