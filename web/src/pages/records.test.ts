import { afterEach, expect, test, vi } from 'vitest';
import { FilterEvent } from '../components/record-filters/record-filters.events.js';
import { SortEvent } from '../components/record-table/record-table.events.js';
import { readRecordQuery } from '../api/record-query.js';
import { recordRow } from '../testing/record-row.js';
import { find, mount, must, settled, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import './records.js';

afterEach(() => {
  vi.restoreAllMocks();
  history.replaceState(null, '', '/');
});

const records = (total: number) => ({ total, offset: 0, records: total ? [recordRow()] : [], computed_at: '2002-02-13T05:12:00Z' });

async function show(address: string, total = 3, status = 200) {
  const server = serve({ '/records': status === 200 ? records(total) : { detail: 'the organisation has not consented' } }, status);
  const page = await mount('relata-records-page', { address: new URLSearchParams(address) });
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('the address is what the server is asked', async () => {
  const { page, asked } = await show('kind=opportunity&status=open&mine=true&sort=health&order=asc');
  expect(asked()).toEqual(['/records?kind=opportunity&status=open&mine=true&sort=health&order=asc&offset=0&limit=100']);
  expect(textOf(must(page, 'h1'))).toBe('My open opportunities by relationship');
  expect(must(page, '.download').getAttribute('href')).toBe('/api/v1/records.csv?kind=opportunity&status=open&mine=true&sort=health&order=asc');
});

test('another order and other filters are another address; while typing, the same visit', async () => {
  const { page } = await show('kind=lead');
  const visits = history.length;
  must(page, 'relata-record-table').dispatchEvent(new SortEvent('last', 'desc'));
  expect([location.search, history.length]).toEqual(['?kind=lead&sort=last&order=desc', visits + 1]);
  must(page, 'relata-record-filters').dispatchEvent(new FilterEvent(readRecordQuery(new URLSearchParams('kind=lead&q=acme')), true));
  expect([location.search, history.length]).toEqual(['?kind=lead&q=acme', visits + 1]);
});

test('another address is another list, in the same table', async () => {
  const { page, asked } = await show('kind=lead');
  const table = must(page, 'relata-record-table');
  page.address = new URLSearchParams('kind=lead&sort=last');
  await settled(page);
  expect(asked().at(-1)).toContain('sort=last');
  expect(find(page, 'relata-record-table')).toBe(table);
});

test('one comes back to the row one had scrolled to', async () => {
  history.replaceState({ row: 5050 }, '', '/records');
  const { asked } = await show('', 100_000);
  expect(asked()[0]).toContain('offset=5000');
});

test.each([
  ['kind=lead', 0, 200, 'There are no leads yet.'],
  ['kind=lead&mine=true', 0, 200, '“Mine” are the records of which you are the owner'],
  ['kind=lead&q=zzz', 0, 200, 'No leads match.'],
  ['kind=lead', 0, 403, 'the organisation has not consented'],
])('%s with %i records, %i: %s', async (address, total, status, text) => {
  const { page } = await show(address, total, status);
  expect(textOf(page)).toContain(text);
});
