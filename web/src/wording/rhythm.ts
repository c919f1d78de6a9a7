/** How long it has been quiet, beside how long it usually is. */
import type { Health } from '../api/types.js';
import { t } from '../locales/t.js';
import { dayCount } from './time.js';

/** "Your usual gap is 9 days; it is now 23 days. 1 expected contact was missed." */
export function rhythmInWords({ usual_gap_days: usual, gap_days: gap, expected, missed }: Health['rhythm']): string {
  if (gap === null) return t('rhythm.none');
  // Whole days that went by, as the server's sentences count them.
  const now = dayCount(Math.floor(gap));
  const sentences =
    expected === 'learnt'
      ? [usual === null ? t('rhythm.learnt.unknown', { gap: now }) : t('rhythm.learnt', { usual: dayCount(usual), gap: now })]
      : [t('rhythm.expected', { expected: t(`rhythm.${expected}`), gap: now })];
  if (expected !== 'learnt' && usual !== null) sentences.push(t('rhythm.usual', { usual: dayCount(usual) }));
  const count = Math.floor(missed ?? 0);
  if (count > 0) sentences.push(t('rhythm.missed', { count }));
  return sentences.join(' ');
}
