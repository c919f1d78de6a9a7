import { afterEach, expect, test, vi } from 'vitest';
import { coverage } from '../../testing/coverage.js';
import { find, mount, textOf } from '../../testing/mount.js';
import './coverage.js';

afterEach(() => vi.restoreAllMocks());

test.each([
  [coverage(), 200, 'Lea Brandt'],
  [{ detail: 'record `A-9` is not known' }, 404, 'record `A-9` is not known'],
])('%o', async (body, status, text) => {
  const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));
  const map = await mount('relata-coverage-map', { record: 'A/1' });
  expect(find(map, 'relata-skeleton')).not.toBeNull();
  await vi.waitFor(() => expect(textOf(map)).toContain(text));
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/records/A%2F1/coverage');
});
