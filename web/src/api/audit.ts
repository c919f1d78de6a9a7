/** What was done and looked at, in a chain that shows when a line was changed. */
import { address, get } from './client.js';
import type { AuditCheck, AuditTrail } from './types.js';

export interface AuditQuery {
  action: string;
  actor: string;
}

export const listAudit = (server: string, { action, actor }: AuditQuery, before: string | undefined, signal: AbortSignal) =>
  get<AuditTrail>(server, '/audit', { before, action: action || undefined, actor: actor || undefined }, signal);

export const checkAudit = (server: string, signal: AbortSignal) => get<AuditCheck>(server, '/audit/check', {}, signal);

/** Of the whole trail, a line an event, its head signed. */
export const auditDownload = (server: string) => address(server, '/audit.jsonl', {});
