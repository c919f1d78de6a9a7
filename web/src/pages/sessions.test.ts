import { afterEach, expect, test, vi } from 'vitest';
import { EndSessionEvent } from '../components/session-list/session-list.events.js';
import { session } from '../testing/me.js';
import { find, mount, must, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import './sessions.js';

afterEach(() => vi.restoreAllMocks());

test('a session is ended, and the list is asked for anew', async () => {
  serve({ '/sessions': { sessions: [session({ id: '2' })] } });
  const page = await mount('relata-sessions-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-session-list')).not.toBeNull());
  const { asked } = serve({ '/sessions': { sessions: [] } });
  must(page, 'relata-session-list').dispatchEvent(new EndSessionEvent('2'));
  await vi.waitFor(() => expect(textOf(page)).toContain('The session has ended.'));
  expect(asked()).toContain('/sessions/2');
});

test('who has to prove first who they are is led there', async () => {
  serve({ '/sessions': { sessions: [session({ id: '2' })] } });
  const page = await mount('relata-sessions-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-session-list')).not.toBeNull());
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ detail: 'this weighs much', again: true }, { status: 403 }));
  must(page, 'relata-session-list').dispatchEvent(new EndSessionEvent('2'));
  await vi.waitFor(() => expect(find(page, '[role=alert] a')).not.toBeNull());
});

test('that there are none is said', async () => {
  serve({ '/sessions': { sessions: [] } });
  const page = await mount('relata-sessions-page', {});
  await vi.waitFor(() => expect(textOf(page)).toContain('There are no sessions in the demo'));
});
