/** Forgetting a person, an address, a mailbox or everything; each with the receipt that proves it. */
import { address, get, path, post } from './client.js';
import type { Erasure, ErasureSubject } from './types.js';

export const listErasures = (server: string, signal: AbortSignal) => get<{ erasures: Erasure[] }>(server, '/erasures', {}, signal);

export const requestErasure = (server: string, subject: ErasureSubject, reason: string) =>
  post<{ id: string }>(server, '/erasures', { subject, reason });

export const receiptDownload = (server: string, id: string) => address(server, path`/erasures/${id}/receipt`, {});
