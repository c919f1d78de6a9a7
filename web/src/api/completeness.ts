/** What mailboxes have beside what was read of them, and what is wrong with a connection. */
import { address, get, path } from './client.js';
import type { CompletenessPage, FolderLedger, Troubles } from './types.js';

export const getLedger = (server: string, connection: string, unexplained: boolean, after: string | undefined, signal: AbortSignal) =>
  get<CompletenessPage>(server, path`/connections/${connection}/ledger`, { after, unexplained: unexplained ? 'true' : undefined }, signal);

/** Every mailbox and folder, as a table. */
export const hrefOfLedgerCsv = (server: string, connection: string, unexplained: boolean) =>
  address(server, path`/connections/${connection}/ledger.csv`, { unexplained: unexplained ? 'true' : undefined });

export const getFolders = (server: string, connection: string, mailbox: string, signal: AbortSignal) =>
  get<FolderLedger>(server, path`/connections/${connection}/ledger/${mailbox}`, {}, signal);

export const getTroubles = (server: string, connection: string, signal: AbortSignal) =>
  get<Troubles>(server, path`/connections/${connection}/troubles`, {}, signal);
