/** Whether relationship intelligence is on, what the organisation consented to, and whose data count. */
import { get, post, put } from './client.js';
import type { Consent, Contributors, Features, Group, Insights, Mode } from './types.js';

export interface Given {
  insights: Insights[];
  excluded_groups: string[];
  mode: Mode;
  text_version: number;
}

export const getConsent = (server: string, signal: AbortSignal) => get<Consent>(server, '/consent', {}, signal);

export const enable = (server: string, contributors: Contributors) => post<Consent>(server, '/consent/enable', { contributors });

export const disable = (server: string) => post<Consent>(server, '/consent/disable', {});

export const giveConsent = (server: string, given: Given) => post<Consent>(server, '/consent/give', given);

export const withdrawConsent = (server: string, insights: Insights[]) => post<Consent>(server, '/consent/withdraw', { insights });

export const saveContributors = (server: string, contributors: Contributors) => put<Consent>(server, '/consent/contributors', contributors);

export const saveExcludedGroups = (server: string, groups: string[], erase_past: boolean) =>
  put<Consent>(server, '/consent/excluded-groups', { groups, erase_past });

export const saveFeatures = (server: string, features: Features) => put<Consent>(server, '/consent/features', features);

export const findGroups = (server: string, query: string, signal: AbortSignal) =>
  get<{ groups: Group[] }>(server, '/groups', { query }, signal);
