import { afterEach, expect, test, vi } from 'vitest';
import { answer } from '../testing/examples.js';
import { find, mount, must, textOf } from '../testing/mount.js';
import './who-knows-whom/who-knows-whom.js';

afterEach(() => vi.restoreAllMocks());

const SERVER = 'https://relata.example';

function serve() {
  const exchanges: string[] = [];
  let refuses = false;
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, request) => {
    const reply = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));
    if (String(url).endsWith('/embed/sessions')) {
      exchanges.push((JSON.parse(String(request?.body)) as { token: string }).token);
      return reply({ session: 's', expires_at: '2002-02-13T05:12:00Z', record: 'C-1' });
    }
    return refuses ? reply({ detail: 'the session has ended' }, 401) : reply(answer());
  });
  return { exchanges, refuse: () => (refuses = true) };
}

const shown = (widget: Element) => vi.waitFor(() => expect(textOf(widget)).toContain('Who knows Lea Brandt?'));

test('two widgets with one token share its session', async () => {
  const { exchanges } = serve();
  for (const limit of [1, 2]) {
    const widget = await mount('relata-who-knows-whom', { server: SERVER, record: 'C-1', token: 'shared', limit });
    await shown(widget);
    widget.remove();
  }
  expect(exchanges).toEqual(['shared']);
});

test('a function is asked for a token of the record', async () => {
  serve();
  const tokenProvider = vi.fn(async () => 'provided');
  await shown(await mount('relata-who-knows-whom', { server: SERVER, record: 'C-1', tokenProvider }));
  expect(tokenProvider).toHaveBeenCalledExactlyOnceWith('C-1');
});

test('a page is told that a fresh token is needed', async () => {
  const { refuse } = serve();
  const widget = await mount('relata-who-knows-whom', { server: SERVER, record: 'C-1', token: 'once' });
  await shown(widget);
  const expired = vi.fn();
  document.body.addEventListener('relata-expired', expired, { once: true });
  refuse();
  widget.limit = 4;
  await vi.waitFor(() => expect(find(widget, 'relata-problem')).not.toBeNull());
  expect(expired).toHaveBeenCalledOnce();
});

test('an introduction is asked for in the application', async () => {
  serve();
  const opened = vi.spyOn(window, 'open').mockReturnValue(null);
  const widget = await mount('relata-who-knows-whom', { server: SERVER, record: 'C-1', token: 'introduce' });
  await shown(widget);
  must(widget, 'button[aria-label^="Get introduced"]').click();
  expect(opened).toHaveBeenCalledExactlyOnceWith(`${SERVER}/records/C-1?tab=whom`, '_blank', 'noopener');
});
