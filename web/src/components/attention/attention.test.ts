import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, textOf } from '../../testing/mount.js';
import { bubble, pipeline } from '../../testing/pipeline.js';
import { mostUrgent } from './urgency.js';
import './attention.js';

const scored = (score: number | null) => ({ state: 'fair' as const, score, trend: 'steady' as const });

test.each([
  ['weak, large and soon', {}, ['O-1']],
  ['good', { health: scored(60) }, []],
  ['without a score', { health: scored(null) }, []],
  ['small', { revenue: 10 }, []],
  ['without revenue', { revenue: null }, []],
  ['far away', { close_on: '2002-05-17' }, []],
])('%s', (_, changed, ids) => {
  const others = [bubble({ id: 'O-2', revenue: 50_000, health: scored(90) }), bubble({ id: 'O-3', revenue: 60_000, health: scored(90) })];
  expect(mostUrgent(pipeline([bubble(changed), ...others])).map(({ id }) => id)).toEqual(ids);
});

test('the most at stake stands first, three at most', () => {
  const bubbles = [10, 20, 30, 40].map((score) => bubble({ id: `O-${score}`, health: scored(score) }));
  expect(mostUrgent(pipeline(bubbles)).map(({ id }) => id)).toEqual(['O-10', 'O-20', 'O-30']);
});

test('it says how much, by when, how weak', async () => {
  const element = await mount('relata-attention', { pipeline: pipeline([bubble()]) });
  expect(textOf(element)).toContain('Gas storage £100,000 · closes 31 Mar 2002 48 Fair Declining');
});

test('nothing urgent is nothing said', async () => {
  expect(textOf(await mount('relata-attention', { pipeline: pipeline([]) }))).toBe('');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await mount('relata-attention', { pipeline: pipeline([bubble({ name })]) });
  expect(find(element, 'img, script')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
