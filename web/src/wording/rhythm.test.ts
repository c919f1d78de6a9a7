import { expect, test } from 'vitest';
import type { Health } from '../api/types.js';
import { rhythmInWords } from './rhythm.js';

const rhythm = (changed: Partial<Health['rhythm']>): Health['rhythm'] => ({
  usual_gap_days: 9,
  gap_days: 23,
  expected: 'learnt',
  missed: null,
  ...changed,
});

test.each([
  [rhythm({}), 'Your usual gap is 9 days; it is now 23 days.'],
  [rhythm({ gap_days: 1, missed: 1.9 }), 'Your usual gap is 9 days; it is now 1 day. 1 expected contact was missed.'],
  [rhythm({ gap_days: 15.5 }), 'Your usual gap is 9 days; it is now 15 days.'],
  [rhythm({ usual_gap_days: null }), 'Your usual gap is not known yet; it is now 23 days.'],
  [rhythm({ gap_days: null }), 'There has been no contact yet.'],
  [
    rhythm({ expected: 'biweekly' }),
    'You are expected to be in touch every two weeks; the gap is now 23 days. Your usual gap is 9 days.',
  ],
])('%o', (given, words) => expect(rhythmInWords(given)).toBe(words));
