import { afterEach, expect, test, vi } from 'vitest';
import { get } from './client.js';
import { EmbedSession } from './embed-session.js';

const SERVER = 'https://relata.example';
const RECORD = { ok: true };

afterEach(() => vi.restoreAllMocks());

/** Exchanges each token once, and accepts the newest session until `end` is called. */
function server() {
  const exchanged: unknown[] = [];
  let ended = false;
  const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation((url, request) => {
    const answer = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));
    if (String(url).endsWith('/embed/sessions')) {
      exchanged.push(JSON.parse(String(request?.body)));
      ended = false;
      return answer({ session: `s${exchanged.length}`, expires_at: '2002-02-13T05:12:00Z', record: 'C-1' });
    }
    const isCurrent = new Headers(request?.headers).get('authorization') === `Embed s${exchanged.length}`;
    return isCurrent && !ended ? answer(RECORD) : answer({ detail: 'the session has ended' }, 401);
  });
  return { fetch, exchanged, end: () => (ended = true) };
}

const ask = (session: EmbedSession) => get(session, '/records/C-1', {}, new AbortController().signal);

test('a token is exchanged once, and its session goes along without cookies', async () => {
  const { fetch, exchanged } = server();
  const session = new EmbedSession(SERVER, 'token');
  expect(await Promise.all([ask(session), ask(session)])).toEqual([RECORD, RECORD]);
  expect(exchanged).toEqual([{ token: 'token', origin: location.origin }]);
  expect(fetch.mock.calls.map(([url]) => url)).toContain(`${SERVER}/api/v1/records/C-1`);
  expect(fetch.mock.calls.every(([, request]) => request?.credentials === 'omit')).toBe(true);
});

test('the iframe page says whom the token was made for', async () => {
  const { exchanged } = server();
  await ask(new EmbedSession(SERVER, async () => ({ token: 'token', origin: 'https://crm.example' })));
  expect(exchanged).toEqual([{ token: 'token', origin: 'https://crm.example' }]);
});

test('a session that has ended is replaced by the token of a provider', async () => {
  const { exchanged, end } = server();
  const provider = vi.fn(async () => 'fresh');
  const session = new EmbedSession(SERVER, provider);
  await ask(session);
  end();
  expect(await ask(session)).toEqual(RECORD);
  expect([exchanged.length, provider.mock.calls.length]).toEqual([2, 2]);
});

test('one token is good for one session; its end is told', async () => {
  const { end } = server();
  const session = new EmbedSession(SERVER, 'token');
  const expired = vi.fn();
  session.addEventListener('expired', expired);
  await ask(session);
  end();
  await expect(ask(session)).rejects.toMatchObject({ status: 401, message: expect.stringContaining('Load the page again') });
  expect(expired).toHaveBeenCalledOnce();
});

test('a token that is refused is said so', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify({ detail: 'the token was used before' }), { status: 401 }));
  await expect(ask(new EmbedSession(SERVER, 'token'))).rejects.toMatchObject({ message: 'the token was used before' });
});
