/**
 * Days and distances in words. Nothing here asks the clock: "how long ago" counts from the day the insights were
 * computed for, so a screen of February 2002 reads the same on any day it is looked at. Days are days in UTC.
 */
import { LOCALE, t } from '../locales/t.js';

const DAY_MS = 86_400_000;

const dayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const momentFormat = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** "13 Feb 2002" */
export const day = (iso: string) => dayFormat.format(new Date(iso));

/** "13 Feb", where the year is known. */
export const shortDay = (iso: string) => shortDayFormat.format(new Date(iso));

/** "Feb 2002" */
export const month = (iso: string) => monthFormat.format(new Date(iso));

/** "13 Feb 2002, 08:15 UTC" */
export const moment = (iso: string) => `${momentFormat.format(new Date(iso))} UTC`;

/** "3 days before 13 Feb 2002", "on 13 Feb 2002"; without a day to count from, the day itself. */
export function when(at: string, countedFrom: string | null): string {
  if (countedFrom === null) return t('when.same_day', { day: day(at) });
  const days = dayNumber(countedFrom) - dayNumber(at);
  if (days <= 0) return t('when.same_day', { day: day(at) });
  return t('when.before', { distance: distance(days), day: day(countedFrom) });
}

/** "in 5 days, on 18 Feb 2002"; without a day to count from, or today, the day itself. */
export function ahead(at: string, countedFrom: string | null): string {
  const days = countedFrom === null ? 0 : dayNumber(at) - dayNumber(countedFrom);
  return days <= 0 ? t('when.same_day', { day: day(at) }) : t('when.ahead', { distance: distance(days), day: day(at) });
}

/** "9 days", "1 day" */
export const dayCount = (days: number) => counted(Math.round(days), 'day');

const dayNumber = (iso: string) => Math.floor(Date.parse(iso) / DAY_MS);

function distance(days: number): string {
  if (days < 21) return counted(days, 'day');
  if (days < 70) return counted(Math.floor(days / 7), 'week');
  const months = Math.floor(days / 30.44);
  return months < 24 ? counted(months, 'month') : counted(Math.floor(days / 365.25), 'year');
}

const counted = (count: number, unit: 'day' | 'week' | 'month' | 'year') =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
