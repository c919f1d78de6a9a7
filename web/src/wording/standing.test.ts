import { expect, test } from 'vitest';
import type { Standing } from '../api/types.js';
import { standingInWords } from './standing.js';

test.each<[Standing, string]>([
  [{ state: 'good', score: 72, trend: 'improving' }, '72 of 100, good, improving'],
  [{ state: 'poor', score: 0, trend: 'not_enough_information' }, '0 of 100, poor'],
  [{ state: 'not_enough_information', score: null, trend: 'not_applicable' }, 'Not enough information'],
])('%o', (standing, words) => {
  expect(standingInWords(standing)).toBe(words);
});
