import { expect, test } from 'vitest';
import { introducer } from '../../testing/examples.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './colleague-list.js';

test('each colleague leads to whom they know', async () => {
  const list = await mount('relata-colleague-list', { colleagues: [introducer().colleague] });
  expect(textOf(list)).toBe('AA Amber Adams Director amber@us.example');
  expect(must(list, 'a').getAttribute('href')).toBe('/colleagues/1');
});
