/** What is missing from the figures, in plain words: sources still read, sources that stopped. */
import type { Broken, Reading } from '../api/types.js';
import { t } from '../locales/t.js';
import { sourceInWords } from './source.js';
import { day } from './time.js';

/** "Mail of Anna: 31,200 of 48,900 mails read; results improve as reading goes on." */
export function readingInWords({ source: name, read, expected }: Reading): string {
  const source = sourceInWords(name);
  return expected === null ? t('state.reading.open', { source, read }) : t('state.reading', { source, read, expected });
}

/** "Calendar of Jon stopped on 4 May 2001: password changed." */
export function brokenInWords({ source: name, detail, since }: Broken): string {
  const source = sourceInWords(name);
  const reason = detail.replace(/\.$/, '');
  return since === null
    ? t('state.broken', { source, detail: reason })
    : t('state.broken.since', { source, detail: reason, day: day(since) });
}
