/** What is measured of an account in a period, in the groups in which people think of it. */
import type { Measures } from '../../api/types.js';
import { number, t, type Key } from '../../locales/t.js';
import { day } from '../../wording/time.js';

export type Measure = Exclude<keyof Measures, 'score'>;

export interface Group {
  label: Key;
  measures: Measure[];
  /** Left out where there is little room, until the account is opened. */
  minor?: true;
}

export const GROUPS: Group[] = [
  { label: 'measures.emails', measures: ['emails_to', 'emails_from'] },
  { label: 'measures.people_emails', measures: ['our_people_emails', 'their_people_emails'], minor: true },
  { label: 'measures.meetings', measures: ['meetings_by_us', 'meetings_by_them'] },
  { label: 'measures.people_meetings', measures: ['our_people_meetings', 'their_people_meetings'], minor: true },
  { label: 'measures.since', measures: ['days_since_email', 'days_since_meeting'] },
  { label: 'measures.averages', measures: ['mean_meeting_minutes', 'mean_reply_hours'], minor: true },
  { label: 'measures.first', measures: ['first_engagement'], minor: true },
];

export const measureLabel = (measure: Measure | 'score'): Key => `measure.${measure}`;

/** The same for a heading that stands under its group's. */
export const shortLabel = (measure: Measure): Key => `measure.short.${measure}`;

/** "14", "32 min", "5.2 h", "3 Jan 2000"; a dash where nothing was measured. */
export function valueOf(measure: Measure, measured: Measures): string {
  const value = measured[measure];
  if (value === null) return t('figure.none');
  if (typeof value === 'string') return day(value);
  const rounded = number(Math.round(value * 10) / 10);
  if (measure === 'mean_meeting_minutes') return t('value.minutes', { value: rounded });
  return measure === 'mean_reply_hours' ? t('value.hours', { value: rounded }) : rounded;
}
