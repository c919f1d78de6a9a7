import { afterEach, expect, test, vi } from 'vitest';
import { LocalSignInEvent } from '../components/sign-in/sign-in.events.js';
import { find, mount, must, settled, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import './sign-in.js';

afterEach(() => vi.restoreAllMocks());

const ways = { provider: { name: 'Entra ID' }, local: true, demo: false };

async function show(changed = {}) {
  serve({ '/sign-in': ways });
  const page = await mount('relata-sign-in-page', { back: '/pipeline', ...changed });
  await vi.waitFor(() => expect(find(page, 'relata-sign-in')).not.toBeNull());
  return page;
}

test('it offers the provider, and comes back to where one was', async () => {
  expect(must(await show(), 'a').getAttribute('href')).toBe('/api/v1/sign-in/start?back=%2Fpipeline');
});

test('who is signed in already is told why again', async () => expect(textOf(await show({ again: true }))).toContain('makes sure that it is still you'));

test('a wrong password is said, a right one told', async () => {
  const page = await show();
  const signedIn = vi.fn();
  page.addEventListener('relata-signed-in', signedIn);
  serve({ '/sign-in/local': { detail: 'the name or the password is wrong' } }, 401);
  must(page, 'relata-sign-in').dispatchEvent(new LocalSignInEvent('root', 'wrong'));
  await vi.waitFor(() => expect(textOf(must(page, '[role=alert]'))).toBe('The name or the password is wrong.'));
  const server = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 204 }));
  must(page, 'relata-sign-in').dispatchEvent(new LocalSignInEvent('root', 'right'));
  await vi.waitFor(() => expect(signedIn).toHaveBeenCalledOnce());
  expect(JSON.parse(String(server.mock.calls.at(-1)?.[1]?.body))).toEqual({ name: 'root', password: 'right' });
  await settled(page);
});
