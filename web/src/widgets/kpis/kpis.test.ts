import { afterEach, expect, test, vi } from 'vitest';
import { kpis } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './kpis.js';

afterEach(() => vi.restoreAllMocks());

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

test('sentences and figures of the period; another period is asked for', async () => {
  const fetch = respond(kpis());
  const widget = await mount('relata-kpis', { server: 'https://relata.example', record: 'C-1', days: 60 });
  expect(find(widget, 'relata-skeleton')).not.toBeNull();
  await vi.waitFor(() => expect(textOf(widget)).toContain('16 Nov 2001 to 13 Feb 2002'));
  await vi.waitFor(() => expect(textOf(widget)).toContain('You started 2 more meetings than your customer.'));
  await vi.waitFor(() => expect(textOf(widget)).toContain('Emails 14 9'));
  expect(fetch.mock.calls.at(-1)?.[0]).toBe('https://relata.example/api/v1/records/C-1/kpis?days=60');
  const select = must<HTMLSelectElement>(widget, 'select');
  select.value = '365';
  select.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(fetch.mock.calls.at(-1)?.[0]).toContain('days=365'));
});

test.each([
  [{ record: 'C-9' }, 'record `C-9` is not known'],
  [{}, 'Say whose figures to show'],
])('%o: a problem is said', async (properties, text) => {
  respond({ detail: 'record `C-9` is not known' }, 404);
  const widget = await mount('relata-kpis', properties);
  await vi.waitFor(() => expect(textOf(widget)).toContain(text));
  expect(find(widget, 'relata-kpi-cards')).toBeNull();
});
