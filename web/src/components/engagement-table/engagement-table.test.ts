import { expect, test } from 'vitest';
import { engagementRow, suppressedRow } from '../../testing/engagement.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { OpenAccountEvent } from './engagement-table.events.js';
import type { RelataEngagementTable } from './engagement-table.js';
import './engagement-table.js';

const names = (table: RelataEngagementTable) => everythingIn(table).filter((it) => it.matches('tbody .name')).map(textOf);

test('a row holds every measure; what is not shown stands below, and why', async () => {
  const table = await mount('relata-engagement-table', { accounts: [suppressedRow(), engagementRow()] });
  expect(textOf(must(table, 'tbody'))).toBe(
    'Acme 64 120 98 9 12 6 2 7 5 2 14 42.4 min 5.3 h 3 Jan 2000',
  );
  expect(textOf(must(table, 'details'))).toBe('1 account is not shown Fewer than 5 of our people took part. Tiny');
  expect(must(table, '.bar span').style.width).toBe('64%');
});

test('what was not measured is a dash', async () => {
  const table = await mount('relata-engagement-table', { accounts: [engagementRow({ mean_reply_hours: null, first_engagement: null })] });
  expect(textOf(must(table, 'tbody'))).toMatch(/42.4 min – –$/);
});

test.each([
  ['Sort by Account', ['A', 'B', 'D']],
  ['Sort by Emails to them', ['B', 'A', 'D']],
])('%s; what was not measured stands last', async (title, expected) => {
  const accounts = [
    engagementRow({ account: { id: '1', name: 'A' }, emails_to: 5 }),
    engagementRow({ account: { id: '2', name: 'B' }, emails_to: 50 }),
    engagementRow({ account: { id: '4', name: 'D' }, emails_to: null }),
    { ...suppressedRow(), account: { id: '3', name: 'C' } },
  ];
  const table = await mount('relata-engagement-table', { accounts });
  must(table, `button[title="${title}"]`).click();
  await settled(table);
  expect(names(table)).toEqual(expected);
});

test('an account opens and closes', async () => {
  const heard: (string | null)[] = [];
  const table = await mount('relata-engagement-table', { accounts: [engagementRow()] });
  table.addEventListener('relata-open-account', (it) => heard.push((it as OpenAccountEvent).account));
  must(table, '.toggle').click();
  table.opened = 'A-1';
  await settled(table);
  expect(find(table, '.history slot')).not.toBeNull();
  must(table, '.toggle').click();
  expect(heard).toEqual(['A-1', null]);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const table = await mount('relata-engagement-table', { accounts: [engagementRow({ account: { id: '1', name } }), { ...suppressedRow(), suppressed: name }] });
  expect(find(table, 'img, script')).toBeNull();
  expect(textOf(table)).not.toMatch(/[\u202a-\u202e]/);
});
