/** Grades share the scale of 0–100: when one begins elsewhere, its neighbours adapt. */
import type { Grade, Grades } from '../../api/types.js';

export const LEAST_FAIR = 2;
const MOST = 100;

/** Good begins here; fair ends one below, and gives way. */
export function goodFrom(good: number, { fair }: Grades): Grades {
  const from = within(good, LEAST_FAIR + 1, MOST);
  return { good: from, fair: Math.min(fair, from - 1) };
}

/** Fair begins here; poor ends one below, and good gives way. */
export function fairFrom(fair: number, { good }: Grades): Grades {
  const from = within(fair, LEAST_FAIR, MOST - 1);
  return { fair: from, good: Math.max(good, from + 1) };
}

export const gradeOf = (score: number, { good, fair }: Grades): Grade => (score >= good ? 'good' : score >= fair ? 'fair' : 'poor');

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(value)));
