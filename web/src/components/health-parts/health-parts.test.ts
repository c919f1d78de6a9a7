import { expect, test } from 'vitest';
import { health } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './health-parts.js';

test('the parts stand with their signs, and add up', async () => {
  const { parts, score } = health();
  const element = await mount('relata-health-parts', { parts, score });
  expect(textOf(must(element, 'tbody'))).toBe(
    'Where every relationship starts +50 How often you are in touch +24 What the past weighs +10 Silence since the last contact -12',
  );
  expect(textOf(must(element, 'tfoot'))).toBe('Score 72');
  expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(score);
});

test('without a score there are no parts', async () => {
  expect(find(await mount('relata-health-parts', {}), 'table')).toBeNull();
});
