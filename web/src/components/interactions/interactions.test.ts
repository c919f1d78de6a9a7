import { expect, test } from 'vitest';
import { averages, kpis, noKpis } from '../../testing/analytics-examples.js';
import { mount, textOf } from '../../testing/mount.js';
import './interactions.js';

test('by who started them', async () => {
  const text = textOf(await mount('relata-interactions', { kpis: kpis() }));
  expect(text).toContain('Emails 14 9 Meetings 3 1 Calls 0 1');
  expect(text).toContain('2 tasks were completed besides.');
});

test('beside similar won deals', async () => {
  const text = textOf(await mount('relata-interactions', { kpis: kpis({ similar: averages() }) }));
  expect(text).toContain('Emails 14 9 18.4 / 16 Meetings 3 1 4.5 in all Calls 0 1 2 in all');
});

test('an empty period is said', async () => {
  expect(textOf(await mount('relata-interactions', { kpis: noKpis() }))).toContain('Nobody has started anything in this period.');
});
