import { expect, test } from 'vitest';
import type { HealthState, Trend } from '../../api/types.js';
import { everythingIn, find, mount, textOf } from '../../testing/mount.js';
import './health-dial.js';

test.each<[HealthState, number, Trend, string]>([
  ['good', 72, 'improving', '72 72 of 100 Good Improving'],
  ['fair', 41, 'steady', '41 41 of 100 Fair Steady'],
  ['poor', 12, 'declining', '12 12 of 100 Poor Declining'],
  ['poor', 0, 'not_enough_information', '0 0 of 100 Poor No trend yet'],
])('%s, %i, %s reads %j', async (state, score, trend, text) => {
  const dial = await mount('relata-health-dial', { state, score, trend });
  expect(textOf(dial)).toBe(text);
  expect(find(dial, '.value') !== null).toBe(score > 0);
  expect(everythingIn(dial).filter((it) => it.matches('.mark'))).toHaveLength(2);
});

test('without a score there is a dashed arc and a word, never a zero', async () => {
  const dial = await mount('relata-health-dial', { state: 'in_progress', score: null });
  expect(textOf(dial)).toBe('In progress');
  expect(find(dial, '.unknown')).not.toBeNull();
  expect(find(dial, '.mark')).toBeNull();
});
