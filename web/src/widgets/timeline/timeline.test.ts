import { afterEach, expect, test, vi } from 'vitest';
import { activities } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './timeline.js';

afterEach(() => vi.restoreAllMocks());

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

test('weeks of the period; another period is asked for', async () => {
  const fetch = respond(activities());
  const widget = await mount('relata-timeline', { server: 'https://relata.example', record: 'C-1' });
  expect(find(widget, 'relata-skeleton')).not.toBeNull();
  await vi.waitFor(() => expect(textOf(widget)).toContain('11 Feb 2002 2 0'));
  expect(fetch.mock.calls.at(-1)?.[0]).toBe('https://relata.example/api/v1/records/C-1/activities?days=180');
  const select = must<HTMLSelectElement>(widget, 'select');
  select.value = '30';
  select.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(fetch.mock.calls.at(-1)?.[0]).toContain('days=30'));
});

test('silence is said', async () => {
  respond(activities({ days: [] }));
  const widget = await mount('relata-timeline', { record: 'C-1' });
  await vi.waitFor(() => expect(textOf(widget)).toContain('Nothing happened between'));
});

test.each([
  [{ record: 'C-9' }, 'record `C-9` is not known'],
  [{}, 'Say whose weeks to show'],
])('%o: a problem is said', async (properties, text) => {
  respond({ detail: 'record `C-9` is not known' }, 404);
  const widget = await mount('relata-timeline', properties);
  await vi.waitFor(() => expect(textOf(widget)).toContain(text));
});
