/** CRM records, as the server mirrors them. */
import { get, path } from './client.js';
import type { RecordKind, RecordPage, Records } from './types.js';

export const getRecord = (server: string, record: string, signal: AbortSignal) =>
  get<RecordPage>(server, path`/records/${record}`, {}, signal);

export const listRecords = (server: string, kind: RecordKind, after: string | undefined, signal: AbortSignal) =>
  get<Records>(server, '/records', { kind, after }, signal);
