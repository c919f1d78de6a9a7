/** Which opportunities deserve a look first. */
import type { Bubble, Pipeline } from '../../api/types.js';

/** "Soon" is within a quarter. */
const SOON_DAYS = 92;
const MOST = 3;
const DAY_MS = 86_400_000;

/**
 * Below good, at least as much revenue as the middle one of the pipeline, and closing within a quarter; among these, what
 * stands to be lost the most: revenue × the points missing to 100.
 */
export function mostUrgent({ bubbles, today, grades }: Pipeline): Bubble[] {
  const middle = medianRevenue(bubbles);
  const until = Date.parse(today) + SOON_DAYS * DAY_MS;
  return bubbles
    .filter(({ health, revenue, close_on }) => (health.score ?? 100) < grades.good && (revenue ?? 0) >= middle && Date.parse(close_on) <= until)
    .filter(({ revenue }) => (revenue ?? 0) > 0)
    .sort((a, b) => atStake(b) - atStake(a))
    .slice(0, MOST);
}

const atStake = ({ revenue, health }: Bubble) => (revenue ?? 0) * (100 - (health.score ?? 100));

function medianRevenue(bubbles: Bubble[]): number {
  const revenues = bubbles.map(({ revenue }) => revenue ?? 0).filter((it) => it > 0).sort((a, b) => a - b);
  return revenues[Math.floor(revenues.length / 2)] ?? 0;
}
