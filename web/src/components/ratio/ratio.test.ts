import { expect, test } from 'vitest';
import { averages, kpis, noKpis, side } from '../../testing/analytics-examples.js';
import { mount, textOf } from '../../testing/mount.js';
import './ratio.js';

test('both ways', async () => {
  expect(textOf(await mount('relata-ratio', { kpis: kpis() }))).toBe('Emails sent and received By us 1.6 : 1 By them 0.6 : 1');
});

test('beside similar won deals', async () => {
  const text = textOf(await mount('relata-ratio', { kpis: kpis({ similar: averages({ emails_us: 20, emails_them: 10 }) }) }));
  expect(text).toContain('Similar won deals 2 : 1 / 0.5 : 1');
});

test.each([
  [9, 3, 'They write far less often than we do. This may need attention.'],
  [3, 9, 'They write far more often than we do. This may need attention.'],
])('%i of ours and %i of theirs need attention', async (ours, theirs, words) => {
  const given = kpis({ us: side({ emails: ours, ratio: ours / theirs }), them: side({ emails: theirs, ratio: theirs / ours }) });
  expect(textOf(await mount('relata-ratio', { kpis: given }))).toContain(words);
});

test('without emails there is no ratio', async () => {
  expect(textOf(await mount('relata-ratio', { kpis: noKpis() }))).toBe('Emails sent and received There were no emails in this period.');
});
