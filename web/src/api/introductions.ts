/** Asking a colleague for an introduction. */
import { get, path, post, remove, type Server } from './client.js';
import type { Draft, Introduction, IntroductionAnswer, Introductions, Letter, OwnMailbox, SentIntroduction } from './types.js';

export const getDraft = (server: Server, contact: string, colleague: string, reason: string, signal: AbortSignal) =>
  get<Draft>(server, '/introductions/draft', { contact, colleague, reason }, signal);

export const sendIntroduction = (server: Server, letter: Letter) =>
  post<SentIntroduction>(server, '/introductions', letter);

export const listIntroductions = (server: Server, signal: AbortSignal) => get<Introductions>(server, '/introductions', {}, signal);

export const answerIntroduction = (server: Server, id: string, answer: IntroductionAnswer) =>
  post<Introduction>(server, path`/introductions/${id}/answer`, { answer });

export const getOwnMailbox = (server: Server, signal: AbortSignal) => get<OwnMailbox>(server, '/own-mailbox', {}, signal);

export const takeBackOwnMailbox = (server: string) => remove<OwnMailbox>(server, '/own-mailbox');

/** Where the provider asks whether Relata may send from the viewer's mailbox; afterwards it leads back to a path of ours. */
export const grantHref = (back: string) => `/api/v1/own-mailbox/start?${new URLSearchParams({ back })}`;
