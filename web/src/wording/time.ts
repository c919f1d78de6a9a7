/**
 * Days and distances in words. Nothing here asks the clock: "how long ago" counts from the day the insights were
 * computed for, so a screen of February 2002 reads the same on any day it is looked at. Days are days in UTC.
 */
import { LOCALE, t } from '../locales/t.js';

const DAY_MS = 86_400_000;

const dayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const momentFormat = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** "13 Feb 2002" */
export const day = (iso: string) => dayFormat.format(new Date(iso));

/** "13 Feb 2002, 08:15 UTC" */
export const moment = (iso: string) => `${momentFormat.format(new Date(iso))} UTC`;

/** "3 days before 13 Feb 2002", "on 13 Feb 2002"; without a day to count from, the day itself. */
export function when(at: string, countedFrom: string | null): string {
  if (countedFrom === null) return t('when.same_day', { day: day(at) });
  const days = dayNumber(countedFrom) - dayNumber(at);
  if (days <= 0) return t('when.same_day', { day: day(at) });
  return t('when.before', { distance: distance(days), day: day(countedFrom) });
}

const dayNumber = (iso: string) => Math.floor(Date.parse(iso) / DAY_MS);

function distance(days: number): string {
  if (days < 21) return counted(days, 'day');
  if (days < 70) return counted(Math.floor(days / 7), 'week');
  const months = Math.floor(days / 30.44);
  return months < 24 ? counted(months, 'month') : counted(Math.floor(days / 365.25), 'year');
}

const counted = (count: number, unit: 'day' | 'week' | 'month' | 'year') =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
