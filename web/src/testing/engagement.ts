/** For tests: account engagement, to be changed in the one field a test is about. */
import type { Engagement, EngagementRow, Measures, Privacy } from '../api/types.js';

export const nothingMeasured: Measures = {
  score: null,
  emails_to: null,
  emails_from: null,
  meetings_by_us: null,
  meetings_by_them: null,
  our_people_emails: null,
  their_people_emails: null,
  our_people_meetings: null,
  their_people_meetings: null,
  first_engagement: null,
  days_since_email: null,
  days_since_meeting: null,
  mean_meeting_minutes: null,
  mean_reply_hours: null,
};

export const engagementRow = (changed: Partial<EngagementRow> = {}): EngagementRow => ({
  account: { id: 'A-1', name: 'Acme' },
  suppressed: null,
  score: 64,
  emails_to: 120,
  emails_from: 98,
  meetings_by_us: 6,
  meetings_by_them: 2,
  our_people_emails: 9,
  their_people_emails: 12,
  our_people_meetings: 7,
  their_people_meetings: 5,
  first_engagement: '2000-01-03',
  days_since_email: 2,
  days_since_meeting: 14,
  mean_meeting_minutes: 42.4,
  mean_reply_hours: 5.25,
  ...changed,
});

export const suppressedRow = (): EngagementRow => ({
  ...nothingMeasured,
  account: { id: 'A-2', name: 'Tiny' },
  suppressed: 'fewer than 5 of our people took part',
});

export const privacy = (changed: Partial<Privacy> = {}): Privacy => ({
  budget: { epsilon_spent: 3.2, epsilon_total: 10, year: 2002, renews_on: '2003-01-01' },
  minimum_group: 5,
  epsilon_per_release: 0.4,
  accuracy: [{ measure: 'emails_to', half_width_95: 7.49 }],
  ...changed,
});

export const engagement = (changed: Partial<Engagement> = {}): Engagement => ({
  ...privacy(),
  level: 'month',
  start: '2002-01-01',
  periods: ['2002-01-01', '2001-12-01'],
  accounts: [engagementRow(), suppressedRow()],
  consented: true,
  ...changed,
});
