import { afterEach, expect, test, vi } from 'vitest';
import { ChooseEvent, QueryEvent, SubmitQueryEvent } from '../../components/search-box/search-box.events.js';
import { mount, must } from '../../testing/mount.js';
import './search.js';

afterEach(() => vi.restoreAllMocks());

const hit = { kind: 'colleague' as const, id: '7', name: 'Lea', detail: '', email: null };

test.each([
  ['b', 0],
  ['br', 1],
])('%j asks the server %i times', async (query, times) => {
  const fetch = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify({ query, results: [hit] })));
  const search = await mount('relata-search', {});
  const box = must<HTMLElementTagNameMap['relata-search-box']>(search, 'relata-search-box');
  box.dispatchEvent(new QueryEvent(query));
  await vi.waitFor(() => expect(box.hits).toEqual(times === 0 ? null : [hit]));
  expect(fetch).toHaveBeenCalledTimes(times);
});

test.each([
  [new ChooseEvent(hit), '/colleagues/7'],
  [new SubmitQueryEvent('a & b'), '/search?q=a%20%26%20b'],
])('what was taken has a page', async (event, href) => {
  const visit = vi.spyOn(history, 'pushState').mockImplementation(() => {});
  const search = await mount('relata-search', {});
  must(search, 'relata-search-box').dispatchEvent(event);
  expect(visit).toHaveBeenCalledWith(null, '', href);
});
