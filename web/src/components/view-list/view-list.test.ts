import { expect, test } from 'vitest';
import { lea } from '../../testing/examples.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import './view-list.js';

const view = (name = 'Ben Carter') => ({ at: '2002-02-12T08:00:00Z', viewer: { name }, what: 'who knows whom', contact: lea });

test('when, who, what', async () => {
  const row = must(await mount('relata-view-list', { views: [view()] }), 'tbody tr');
  expect(textOf(row)).toBe('12 Feb 2002, 08:00 UTC Ben Carter Who knows whom: Lea Brandt');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-view-list', { views: [view(name)] }), 'img, script')).toBeNull();
});
