import { expect, test } from 'vitest';
import { period, shortPeriod } from './period.js';

test.each([
  ['week', '2002-02-04', 'Week of 4 Feb 2002', '4 Feb'],
  ['month', '2002-02-01', 'February 2002', 'Feb ’02'],
  ['year', '2002-01-01', '2002', '2002'],
] as const)('%s %s', (level, start, long, short) => {
  expect([period(level, start), shortPeriod(level, start)]).toEqual([long, short]);
});
