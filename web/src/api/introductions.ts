/** Asking a colleague for an introduction. */
import { get, post, type Server } from './client.js';
import type { Draft, Introduction, Letter } from './types.js';

export const getDraft = (server: Server, contact: string, colleague: string, reason: string, signal: AbortSignal) =>
  get<Draft>(server, '/introductions/draft', { contact, colleague, reason }, signal);

export const sendIntroduction = (server: Server, letter: Letter) =>
  post<Introduction>(server, '/introductions', letter);
