import { expect, test } from 'vitest';
import { session } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import type { EndSessionEvent } from './session-list.events.js';
import './session-list.js';

test('this browser stands first and cannot be ended here', async () => {
  const sessions = [session({ id: '2', client: 'Safari on iPhone' }), session({ current: true })];
  const element = await mount('relata-session-list', { sessions });
  expect(textOf(must(element, 'li'))).toContain('Firefox on Linux This browser');
  expect(element.shadowRoot!.querySelectorAll('button')).toHaveLength(1);
});

test('another one can be ended', async () => {
  const element = await mount('relata-session-list', { sessions: [session({ id: '2' })] });
  const heard = new Promise<EndSessionEvent>((resolve) => element.addEventListener('relata-end-session', resolve));
  must(element, 'button[aria-label="End the session in Firefox on Linux"]').click();
  expect((await heard).id).toBe('2');
});

test.each(HOSTILE_NAMES)('%j is only text', async (client) => {
  expect(find(await mount('relata-session-list', { sessions: [session({ client })] }), 'img, script')).toBeNull();
});
