import { expect, test } from 'vitest';
import { duration, hoursSpent } from './duration.js';

test.each([
  [0, '0 mins'],
  [0.66, '40 mins'],
  [1, '1 hr'],
  [5.24, '5.2 hrs'],
  [47, '47 hrs'],
  [84, '3.5 days'],
])('%f hours: %s', (hours, words) => expect(duration(hours)).toBe(words));

test.each([
  [0, '0 hrs'],
  [0.04, '2 mins'],
  [0.42, '0.4 hrs'],
  [120.4, '120 hrs'],
])('%f hours spent: %s', (hours, words) => expect(hoursSpent(hours)).toBe(words));
