import { expect, test } from 'vitest';
import { request } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import './asked-around.js';

test('whom, what became of it, and who said yes', async () => {
  const named = [{ colleague: { id: '3', name: 'Carla Diaz' }, until: '2002-05-13T08:00:00Z' }];
  const element = await mount('relata-asked-around', { requests: [request({ state: 'answered', text: 'A colleague said yes.', named })] });
  expect(textOf(element)).toContain('Lea Brandt A colleague said yes. Carla Diaz until 13 May 2002');
  expect(must(element, 'a').getAttribute('href')).toBe('/records/C-1?tab=whom');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-asked-around', { requests: [request({ target: { kind: 'person', id: '7', name } })] }), 'img, script')).toBeNull();
});
