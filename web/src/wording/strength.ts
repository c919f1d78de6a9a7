/** A strength in words: the band first, then the number. */
import type { Tie } from '../api/types.js';
import { LOCALE, t } from '../locales/t.js';

/** "Strong, 82 of 100", or why there is no number. */
export function strengthInWords({ band, strength }: Pick<Tie, 'band' | 'strength'>): string {
  if (strength === null) return t('band.unknown.why');
  return `${t(`band.${band}`)}, ${t('strength.of', { strength })}`;
}

/** "+12", "-3", "0": signed, so that the parts can be seen to add up. */
export const signedPoints = (points: number) => signed.format(points);

const signed = new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
