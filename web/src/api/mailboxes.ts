/** Mailboxes that were read, for whoever is to erase one. */
import { get } from './client.js';
import type { Mailbox } from './types.js';

export const listMailboxes = (server: string, query: string, limit: number, signal: AbortSignal) =>
  get<{ mailboxes: Mailbox[]; next: string | null }>(server, '/mailboxes', { query, limit }, signal);
