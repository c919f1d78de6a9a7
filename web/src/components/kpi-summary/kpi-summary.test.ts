import { expect, test } from 'vitest';
import { everythingIn, mount, textOf } from '../../testing/mount.js';
import './kpi-summary.js';

test('each sentence is an item; the worrying ones stand out', async () => {
  const summary = await mount('relata-kpi-summary', {
    sentences: [
      { kind: 'more_meetings', side: 'them', amount: 3, text: 'your customer started 3 more meetings than you' },
      { kind: 'silence', side: null, amount: 23, text: 'There has been silence for 23 days.' },
    ],
  });
  expect(textOf(summary)).toBe('Your customer started 3 more meetings than you. There has been silence for 23 days.');
  expect(everythingIn(summary).filter((it) => it.matches('.worry'))).toHaveLength(1);
});

test('nothing to say is said', async () => {
  expect(textOf(await mount('relata-kpi-summary', {}))).toBe('Nothing stands out in this period.');
});
