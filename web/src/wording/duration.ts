/** Lengths of time as people say them: minutes while short, then hours, then days. */
import { LOCALE } from '../locales/t.js';

const DAY = 24;

/** "40 min", "5.2 hrs", "3.5 days" */
export function duration(hours: number): string {
  if (hours < 1) return unit(hours * 60, 'minute', 0);
  if (hours < 2 * DAY) return unit(hours, 'hour', 1);
  return unit(hours / DAY, 'day', 1);
}

/** Time spent is counted in hours, however many: "0.4 hrs", "120 hrs"; what would round to none is counted in minutes. */
export function hoursSpent(hours: number): string {
  if (hours > 0 && hours < 0.05) return unit(hours * 60, 'minute', 0);
  return unit(hours, 'hour', hours < 10 ? 1 : 0);
}

function unit(value: number, name: 'minute' | 'hour' | 'day', maximumFractionDigits: number): string {
  const format = { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits } as const;
  return new Intl.NumberFormat(LOCALE, format).format(value);
}
