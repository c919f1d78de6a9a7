import { expect, test } from 'vitest';
import { activities } from '../../testing/analytics-examples.js';
import { daysBetween, optionOf, tableOf } from './series.js';

test.each([
  ['2002-02-27', '2002-03-02', ['2002-02-27', '2002-02-28', '2002-03-01', '2002-03-02']],
  ['2002-03-30', '2002-04-01', ['2002-03-30', '2002-03-31', '2002-04-01']],
  ['2002-02-02', '2002-02-01', []],
])('from %s to %s', (from, until, days) => expect(daysBetween(from, until)).toEqual(days));

test('every day has its place, whether something happened or not', () => {
  const { series } = optionOf(activities({ from: '2002-02-03', until: '2002-02-05' })) as { series: { name: string; data: unknown[] }[] };
  expect(series.map(({ name, data }) => [name, data])).toEqual([
    ['Emails', ['-', 3, '-']],
    ['Meetings', ['-', '-', '-']],
    ['Calls', ['-', 1, '-']],
    ['Tasks', ['-', '-', '-']],
  ]);
});

test('the table has the days on which something happened, the newest first', () => {
  expect(tableOf(activities()).rows).toEqual([
    ['12 Feb 2002', 0, 1, 0, 1],
    ['4 Feb 2002', 3, 0, 1, 0],
  ]);
});
