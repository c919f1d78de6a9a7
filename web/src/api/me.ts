/** The viewer's own page: their ties, what is stored about them, who looked, and their switches. */
import { get, path, post, put, remove } from './client.js';
import type { MeetingAhead, MyParticipation, MyStored, MyTies, MyViews, MyWaiting, Visibility } from './types.js';

export const getMyTies = (server: string, signal: AbortSignal) => get<MyTies>(server, '/me/ties', {}, signal);

export const getWaiting = (server: string, signal: AbortSignal) => get<MyWaiting>(server, '/me/waiting', {}, signal);

export const getMeetingsAhead = (server: string, signal: AbortSignal) => get<{ meetings: MeetingAhead[] }>(server, '/me/meetings', {}, signal);

export const getStored = (server: string, signal: AbortSignal) => get<MyStored>(server, '/me/stored', {}, signal);

/** Starts an access request of the viewer's own. */
export const requestEverything = (server: string) => post<MyStored['access_request']>(server, '/me/stored', {});

export const listViews = (server: string, before: string | undefined, signal: AbortSignal) => get<MyViews>(server, '/me/views', { before }, signal);

export const getMyParticipation = (server: string, signal: AbortSignal) => get<MyParticipation>(server, '/me/participation', {}, signal);

export const changeMyParticipation = (server: string, change: { opted_out?: boolean; visibility?: Visibility }) =>
  put<MyParticipation>(server, '/me/participation', change);

export const hideContact = (server: string, person: string) => put<MyParticipation>(server, path`/me/hidden/${person}`, {});

export const unhideContact = (server: string, person: string) => remove<MyParticipation>(server, path`/me/hidden/${person}`);

export const eraseMe = (server: string) => post<{ id: string }>(server, '/me/erase', {});
