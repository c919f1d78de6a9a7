/** Signing in and out, and the viewer's sessions. */
import { address, get, path, post, remove } from './client.js';
import type { Session, SignInWays } from './types.js';

export const getSignInWays = (server: string, signal: AbortSignal) => get<SignInWays>(server, '/sign-in', {}, signal);

/** Where the browser goes to sign in with the provider; it comes back to `back`. */
export const hrefOfProvider = (server: string, back: string, again: boolean) =>
  address(server, '/sign-in/start', { back, again: again ? 'true' : undefined });

export const signInLocally = (server: string, name: string, password: string) => post<void>(server, '/sign-in/local', { name, password });

/** Answers where to go next: the provider's own sign-out, or our front page. */
export const signOut = (server: string) => post<{ redirect: string | null }>(server, '/sign-out', {});

export const listSessions = (server: string, signal: AbortSignal) => get<{ sessions: Session[] }>(server, '/sessions', {}, signal);

export const endSession = (server: string, id: string) => remove(server, path`/sessions/${id}`);
