/** Periods of account engagement in words. */
import type { Level } from '../api/types.js';
import { LOCALE, t } from '../locales/t.js';
import { day } from './time.js';

const month = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonth = new Intl.DateTimeFormat(LOCALE, { month: 'short', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** "Week of 4 Feb 2002", "February 2002", "2002" */
export function period(level: Level, start: string): string {
  if (level === 'week') return t('period.week', { day: day(start) });
  return level === 'month' ? month.format(new Date(start)) : start.slice(0, 4);
}

/** "4 Feb", "Feb ’02", "2002": for an axis. */
export function shortPeriod(level: Level, start: string): string {
  if (level === 'year') return start.slice(0, 4);
  const date = new Date(start);
  return level === 'week' ? shortDay.format(date) : `${shortMonth.format(date)} ’${start.slice(2, 4)}`;
}
