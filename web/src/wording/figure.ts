/** Shares and ratios as people write them; what is unknown is a dash, never a zero. */
import { LOCALE, t } from '../locales/t.js';

const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const few = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

export const figure = (value: number | null, words: (value: number) => string) => (value === null ? t('figure.none') : words(value));

/** "75%" of 0.75 */
export const share = (value: number | null) => figure(value, percent.format);

/** "1.6 : 1" */
export const ratio = (value: number | null) => figure(value, (it) => t('figure.ratio', { ratio: few.format(it) }));

/** "12.5": an average needs no more. */
export const average = (value: number) => few.format(value);

/** "12 / 10": ours, then theirs. */
export const both = (us: string, them: string) => t('figure.both', { us, them });
