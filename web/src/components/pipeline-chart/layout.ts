/** How opportunities become bubbles: which kind of bubble each is, how large, and in which order one walks through them. */
import type { Bubble, HealthState } from '../../api/types.js';
import { isGrade } from '../../wording/standing.js';

/** How a bubble looks: by its grade, or by why it has none. */
export type Look = 'good' | 'fair' | 'poor' | 'in_progress' | 'none';
export const LOOKS: Look[] = ['good', 'fair', 'poor', 'in_progress', 'none'];

const LARGEST_PX = 60;
/** Of a bubble without revenue. */
const TINY_PX = 7;

export function lookOf(state: HealthState): Look {
  if (isGrade(state)) return state;
  return state === 'in_progress' ? state : 'none';
}

/** A diamond and a triangle fill half of their square, a circle π/4 of it, a square all; so much wider they are equal. */
const WIDER: Record<Look, number> = { good: 1, fair: Math.sqrt(Math.PI / 2), poor: Math.sqrt(Math.PI / 2), in_progress: Math.sqrt(Math.PI / 4), none: 1 };

/** The width: areas compare as revenues do. What has no revenue, or a debt, is tiny. */
export function sizeOf(revenue: number | null, largest: number, look: Look, scale = 1): number {
  const share = revenue === null || revenue <= 0 || largest <= 0 ? 0 : revenue / largest;
  return Math.max(TINY_PX, scale * LARGEST_PX * Math.sqrt(share)) * WIDER[look];
}

export const largestOf = (bubbles: Bubble[]) => bubbles.reduce((largest, { revenue }) => Math.max(largest, revenue ?? 0), 0);

/** Without a score, at the bottom. */
export const heightOf = ({ health }: Bubble) => health.score ?? 0;

const DAY_MS = 86_400_000;
/** Room beside the first and the last bubble, as a share of the days between. */
const ROOM = 0.05;

/** From today on, with room so that no bubble is cut. */
export function timeOf(bubbles: Bubble[], today: string): { min: number; max: number } {
  const from = Date.parse(today);
  const until = bubbles.reduce((last, { close_on }) => Math.max(last, Date.parse(close_on)), from + 30 * DAY_MS);
  const room = (until - from) * ROOM;
  return { min: from - room, max: until + room };
}

/** "2002", "2002–2004": the years of the axis, whose months do not name them. */
export function yearsOf(bubbles: Bubble[], today: string): string {
  const years = [today, ...bubbles.map(({ close_on }) => close_on)].map((it) => it.slice(0, 4)).sort();
  const [first = '', last = first] = [years[0], years.at(-1)];
  return first === last ? first : `${first}–${last}`;
}

/** By close date, then the weaker first; so do the arrows walk. */
export const inOrder = (bubbles: Bubble[]) =>
  [...bubbles].sort((a, b) => a.close_on.localeCompare(b.close_on) || heightOf(a) - heightOf(b) || a.id.localeCompare(b.id));
