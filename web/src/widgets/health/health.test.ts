import { afterEach, expect, test, vi } from 'vitest';
import { health } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './health.js';

afterEach(() => vi.restoreAllMocks());

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

test('it asks for the record, shows a skeleton, then its health', async () => {
  const fetch = respond(health());
  const widget = await mount('relata-health', { server: 'https://relata.example', record: 'C/1' });
  expect(find(widget, 'relata-skeleton')).not.toBeNull();
  await vi.waitFor(() => expect(textOf(widget)).toContain('As of 13 Feb 2002'));
  await vi.waitFor(() => expect(textOf(widget)).toContain('72 of 100'));
  expect(fetch.mock.calls[0]?.[0]).toBe('https://relata.example/api/v1/records/C%2F1/health');
});

test.each([
  [{ record: 'C-9' }, 'the record `C-9` is not to be analysed'],
  [{}, 'Say whose health to show'],
])('%o: a problem is said and can be tried again', async (properties, text) => {
  respond({ detail: 'the record `C-9` is not to be analysed' }, 404);
  const widget = await mount('relata-health', properties);
  await vi.waitFor(() => expect(textOf(widget)).toContain(text));
  respond(health());
  must(widget, 'relata-problem button').click();
});
