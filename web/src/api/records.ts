/** CRM records, as the server mirrors them. */
import { address, get, path } from './client.js';
import { recordParams, type RecordQuery } from './record-query.js';
import type { RecordPage, Records } from './types.js';

export const getRecord = (server: string, record: string, signal: AbortSignal) =>
  get<RecordPage>(server, path`/records/${record}`, {}, signal);

export const listRecords = (server: string, query: RecordQuery, offset: number, limit: number, signal: AbortSignal) =>
  get<Records>(server, '/records', { ...recordParams(query), offset, limit }, signal);

/** Where the browser gets the same list as a file. */
export const hrefOfRecordsCsv = (server: string, query: RecordQuery) => address(server, '/records.csv', recordParams(query));
