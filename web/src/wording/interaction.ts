/** A pair's interactions in one sentence: how many which way, and the last of them. */
import type { Counted, LastInteraction } from '../api/types.js';
import { t } from '../locales/t.js';
import { when } from './time.js';

/** "14 sent, 9 received, 5 replies, 2 meetings"; what never happened is left unsaid, except a silent direction. */
export function interactionCounts({ sent, received, replies, meetings }: Counted): string {
  const words = [t('counted.sent', { count: sent }), t('counted.received', { count: received })];
  if (replies > 0) words.push(t('counted.replies', { count: replies }));
  if (meetings > 0) words.push(t('counted.meetings', { count: meetings }));
  return words.join(', ');
}

/** "Last: email from Lea Brandt, 3 days before 13 Feb 2002" */
export const lastInteraction = (last: LastInteraction, contact: string, countedFrom: string | null) =>
  t(`last.${last.kind}.${last.direction}`, { contact, when: when(last.at, countedFrom) });
