/** How a relationship stands, and its last and next contact, in words. */
import type { Grade, HealthState, Standing, Touch } from '../api/types.js';
import { t } from '../locales/t.js';

/** "72 of 100, good, improving", or why there is no number. */
export function standingInWords({ state, score, trend }: Standing): string {
  const word = t(`standing.${state}`);
  if (score === null) return word;
  const words = [t('strength.of', { strength: score }), word.toLowerCase()];
  if (hasDirection(trend)) words.push(t(`trend.${trend}`).toLowerCase());
  return words.join(', ');
}

/** A trend that an arrow can show. */
export const hasDirection = (trend: Standing['trend']): trend is 'improving' | 'steady' | 'declining' =>
  trend === 'improving' || trend === 'steady' || trend === 'declining';

export const isGrade = (state: HealthState): state is Grade => state === 'good' || state === 'fair' || state === 'poor';

/** "Email received", "Meeting by us" */
export const touchInWords = ({ channel, direction }: Touch) => t(`touch.${channel}.${direction}`);

/** The same of one to come: "Call by us" */
export const plannedInWords = ({ channel, direction }: Touch) => t(`planned.${channel}.${direction}`);
