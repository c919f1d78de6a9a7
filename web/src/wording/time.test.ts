import { expect, test } from 'vitest';
import { day, moment, when } from './time.js';

test.each([
  ['2002-02-13T23:59:00Z', 'on 13 Feb 2002'],
  ['2002-02-12T23:59:00Z', '1 day before 13 Feb 2002'],
  ['2002-02-10T09:00:00Z', '3 days before 13 Feb 2002'],
  ['2002-01-23T00:00:00Z', '3 weeks before 13 Feb 2002'],
  ['2001-11-13T00:00:00Z', '3 months before 13 Feb 2002'],
  ['2000-12-05T00:00:00Z', '14 months before 13 Feb 2002'],
  ['1999-06-01T00:00:00Z', '2 years before 13 Feb 2002'],
  ['2002-02-14T00:00:00Z', 'on 14 Feb 2002'],
])('%s is %s', (at, expected) => {
  expect(when(at, '2002-02-13')).toBe(expected);
});

test('without a day to count from, the day itself is said', () => {
  expect(when('2002-02-10T09:00:00Z', null)).toBe('on 10 Feb 2002');
});

test('days and moments are in UTC', () => {
  expect(day('2002-02-13T23:30:00Z')).toBe('13 Feb 2002');
  expect(moment('2002-02-13T05:12:00Z')).toBe('13 Feb 2002, 05:12 UTC');
});
