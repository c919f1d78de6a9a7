/** What is wrong with settings, in words, before the server is asked. */
import type { AnalyticsSettings } from '../../api/types.js';
import { t } from '../../locales/t.js';

export const SMALLEST_GROUP = 5;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export function faultsOf({ grades, business_hours, frequency, minimum_group }: AnalyticsSettings): string[] {
  const { good, fair } = grades;
  const { from, to, days, time_zone } = business_hours;
  const stages = frequency.stages.map(({ stage }) => stage.trim().toLowerCase());
  return [
    isScore(good) && isScore(fair) && fair < good ? null : t('fault.grades'),
    CLOCK.test(from) && CLOCK.test(to) && from < to ? null : t('fault.hours'),
    days.length > 0 ? null : t('fault.days'),
    isTimeZone(time_zone) ? null : t('fault.time_zone', { zone: time_zone }),
    stages.every(Boolean) ? null : t('fault.stage.empty'),
    new Set(stages).size === stages.length ? null : t('fault.stage.twice'),
    Number.isInteger(minimum_group) && minimum_group >= SMALLEST_GROUP ? null : t('fault.group', { least: SMALLEST_GROUP }),
  ].filter((it) => it !== null);
}

const isScore = (score: number) => Number.isInteger(score) && score >= 2 && score <= 100;

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
