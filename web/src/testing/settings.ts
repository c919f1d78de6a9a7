/** For tests: the settings of analytics, to be changed in the one field a test is about. */
import type { AnalyticsSettings } from '../api/types.js';

export const settings = (changed: Partial<AnalyticsSettings> = {}): AnalyticsSettings => ({
  health_shown: true,
  weights: { email: 1, meeting: 1, call: 1, task: 1 },
  grades: { good: 60, fair: 40 },
  frequency: { default: 'learnt', contact: null, lead: null, opportunity: null, account: null, stages: [] },
  business_hours: { time_zone: 'Europe/London', from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] },
  similar_deals: true,
  minimum_group: 5,
  changed_at: null,
  changed_by: null,
  ...changed,
});
