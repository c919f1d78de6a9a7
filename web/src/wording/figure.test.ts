import { expect, test } from 'vitest';
import { average, both, ratio, share } from './figure.js';

test.each([
  [share(0.754), '75%'],
  [share(0), '0%'],
  [share(null), '–'],
  [ratio(1.55), '1.6 : 1'],
  [ratio(null), '–'],
  [both(average(12.25), average(10)), '12.3 / 10'],
])('%s', (written, expected) => expect(written).toBe(expected));
