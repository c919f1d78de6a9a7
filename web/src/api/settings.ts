/** How analytics and health behave for the whole organisation; for administrators. */
import type { AnalyticsSettings, SavedSettings } from './types.js';
import { get, put } from './client.js';

export const getAnalyticsSettings = (server: string, signal: AbortSignal) =>
  get<AnalyticsSettings>(server, '/settings/analytics', {}, signal);

export const saveAnalyticsSettings = (server: string, settings: AnalyticsSettings) =>
  put<SavedSettings>(server, '/settings/analytics', settings);
