import { expect, test } from 'vitest';
import type { Band } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './strength.js';

test.each<[Band, number, string]>([
  ['strong', 82, 'Strong 82 82 of 100'],
  ['medium', 50, 'Medium 50 50 of 100'],
  ['weak', 0, 'Weak 0 0 of 100'],
])('%s, %i', async (band, strength, text) => {
  const element = await mount('relata-strength', { band, strength });
  expect(textOf(element)).toBe(text);
  expect(must(element, '.fill').style.width).toBe(`${strength}%`);
});

test('an unknown tie has no number and an empty bar', async () => {
  const element = await mount('relata-strength', { band: 'unknown', strength: null });
  expect(textOf(element)).toBe('Unknown: mail in one direction only');
  expect(find(element, '.fill')).toBeNull();
});
