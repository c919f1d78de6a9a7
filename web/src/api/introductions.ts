/** Asking a colleague for an introduction. */
import { get, post } from './client.js';
import type { Draft, Introduction, Letter } from './types.js';

export const getDraft = (server: string, contact: string, colleague: string, reason: string, signal: AbortSignal) =>
  get<Draft>(server, '/introductions/draft', { contact, colleague, reason }, signal);

export const sendIntroduction = (server: string, letter: Letter) =>
  post<Introduction>(server, '/introductions', letter);
