import { expect, test } from 'vitest';
import { everythingIn, mount, textOf } from '../../testing/mount.js';
import './skeleton.js';

test('a screen reader hears the label, not the lines', async () => {
  const skeleton = await mount('relata-skeleton', { label: 'Looking…', rows: 2 });
  expect(textOf(skeleton)).toBe('Looking…');
  expect(everythingIn(skeleton).filter((it) => it.matches('[aria-hidden=true]'))).toHaveLength(2);
});
