import { afterEach, expect, test, vi } from 'vitest';
import { ApiProblem, get, path, post } from './client.js';

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify(body), { status }));

afterEach(() => vi.restoreAllMocks());

test.each([
  ['', '/api/v1/records?kind=lead'],
  ['https://relata.example/', 'https://relata.example/api/v1/records?kind=lead'],
])('the server %j is asked at %s', async (server, url) => {
  const fetch = respond({ records: [] });
  await get(server, '/records', { kind: 'lead', after: undefined }, new AbortController().signal);
  expect(fetch.mock.calls[0]?.[0]).toBe(url);
});

test('an id cannot change the path', () => {
  expect(path`/records/${'../viewer?x=1'}/introducers`).toBe('/records/..%2Fviewer%3Fx%3D1/introducers');
});

test.each([
  [respondWith({ detail: 'record `C-9` is not known' }, 404), 404, 'record `C-9` is not known'],
  [respondWith('<html>', 502), 502, 'The server answered with status 502.'],
])('a refusal is a problem in words', async (arrange, status, message) => {
  arrange();
  await expect(post('', '/introductions', {})).rejects.toEqual(new ApiProblem(status, message));
});

test('an unreachable server is a problem, an aborted request is not ours to report', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('failed to fetch'));
  await expect(post('', '/introductions', {})).rejects.toMatchObject({ status: 0 });
  vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new DOMException('gone', 'AbortError'));
  await expect(post('', '/introductions', {})).rejects.toMatchObject({ name: 'AbortError' });
});

function respondWith(body: unknown, status: number) {
  return () => respond(body, status);
}
