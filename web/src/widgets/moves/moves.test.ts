import { afterEach, expect, test, vi } from 'vitest';
import type { Moves } from '../../api/types.js';
import { everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './moves.js';

afterEach(() => vi.restoreAllMocks());

const move = { record: { id: 'C-1', kind: 'contact', name: 'Lea' }, what: 'warmed', before: 40, after: 60, text: 'two meetings' } as const;
const answer = (moves: Moves['moves']): Moves => ({ from: '2002-02-06', until: '2002-02-13', moves });

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

async function show(body: unknown, properties = {}, status = 200) {
  const fetch = respond(body, status);
  const widget = await mount('relata-what-moved', properties);
  await vi.waitFor(() => expect(find(widget, 'relata-skeleton')).toBeNull());
  return { widget, asked: () => String(fetch.mock.calls.at(-1)?.[0]) };
}

test('it asks for the days it is given', async () => {
  const { widget, asked } = await show(answer([move]), { days: 3 });
  expect(asked()).toBe('/api/v1/moves?days=3');
  expect(textOf(widget)).toContain('1 move, 6 Feb 2002 to 13 Feb 2002');
});

test('a card shows only the first', async () => {
  const { widget } = await show(answer([move, move, move]), { limit: 2 });
  await vi.waitFor(() => expect(everythingIn(widget).filter((it) => it.matches('li'))).toHaveLength(2));
});

test('nothing moved is said', async () => {
  const { widget } = await show(answer([]));
  expect(textOf(widget)).toContain('Nothing moved');
});

test('a problem is said', async () => {
  const { widget } = await show({ detail: 'the organisation has not consented' }, {}, 403);
  expect(textOf(must(widget, 'relata-problem'))).toContain('the organisation has not consented');
});

test('a card beside other things says calmly what the viewer may not see', async () => {
  const { widget } = await show({ detail: 'the organisation has not consented' }, { limit: 5 }, 403);
  expect([textOf(widget), find(widget, 'relata-problem')]).toEqual(['The organisation has not consented.', null]);
});
