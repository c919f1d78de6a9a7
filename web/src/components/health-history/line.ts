/** A history as strokes of a pen, and as the days worth a row. */
import type { Health } from '../../api/types.js';

type History = Health['history'];

/** Paths in a box as wide as there are days and 100 high; the pen lifts where there is no score. A day alone is a dot. */
export function strokes(history: History): string[] {
  const found: string[][] = [];
  let open: string[] | null = null;
  for (const [index, { score }] of history.entries()) {
    if (score === null) {
      open = null;
      continue;
    }
    if (!open) found.push((open = []));
    open.push(`${index} ${100 - score}`);
  }
  return found.map((points) => (points.length === 1 ? `M${points[0]}h.01` : `M${points.join('L')}`));
}

/** The days whose score differs from the day before, the newest first. */
export const changes = (history: History): History =>
  history.filter(({ score }, index) => index === 0 || score !== history[index - 1]?.score).reverse();
