/** Asking a colleague for an introduction. */
import { get, post } from './client.js';
import type { Draft, Introduction } from './types.js';

export interface Letter {
  contact: string;
  colleague: string;
  subject: string;
  body: string;
  /** Sent twice with the same key, it goes out once. */
  idempotency_key: string;
}

export const getDraft = (server: string, contact: string, colleague: string, reason: string, signal: AbortSignal) =>
  get<Draft>(server, '/introductions/draft', { contact, colleague, reason }, signal);

export const sendIntroduction = (server: string, letter: Letter) =>
  post<Introduction>(server, '/introductions', letter);
