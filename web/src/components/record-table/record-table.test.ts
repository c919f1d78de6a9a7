import { expect, test, vi } from 'vitest';
import type { RecordRow } from '../../api/types.js';
import { recordRow } from '../../testing/record-row.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, settled, textOf } from '../../testing/mount.js';
import { columnsOf } from './columns.js';
import type { SortEvent, WindowEvent } from './record-table.events.js';
import type { RelataRecordTable, Rows } from './record-table.js';
import './record-table.js';

const all = (total: number, changed: Partial<RecordRow> = {}): Rows => ({
  total,
  edition: 1,
  at: (index) => recordRow({ id: `O-${index}`, name: `Deal ${index}`, ...changed }),
});

const drawn = (table: RelataRecordTable) => everythingIn(table).filter((it) => it.matches('.row'));
const active = (table: RelataRecordTable) => must(table, '[role=grid]').getAttribute('aria-activedescendant');

async function press(table: RelataRecordTable, ...keys: string[]) {
  for (const key of keys) must(table, '[role=grid]').dispatchEvent(new KeyboardEvent('keydown', { key }));
  await settled(table);
}

test.each([
  ['opportunity', 1300, 'name health last next emails meetings calls revenue close'],
  ['opportunity', 976, 'name health last next emails revenue close'],
  ['opportunity', 760, 'name health last revenue close'],
  ['contact', 976, 'name health last next emails meetings calls owner'],
] as const)('of %s, %i pixels hold %s', (kind, width, names) => {
  expect(columnsOf(kind, width).map(({ name }) => name).join(' ')).toBe(names);
});

test('a row says what is known of an opportunity', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(1) });
  expect(textOf(must(table, '.row'))).toBe(
    'Deal 0 Acme · Negotiation · Amber 72 Good Improving Email received 13 Feb 2002 Meeting by us 1 Mar 2002 14 2 1 £120,000 30 Jun 2002',
  );
  expect(must(table, '.row a').getAttribute('href')).toBe('/records/O-0');
});

test('of 100,000 rows only what is seen is drawn, and a screen reader hears where it is', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(100_000) });
  expect(must(table, '[role=grid]').getAttribute('aria-rowcount')).toBe('100001');
  expect(must(table, '.body').style.height).toBe('5600000px');
  expect(drawn(table).length).toBeLessThan(40);
  await press(table, 'End');
  expect(must(table, '#row-99999').getAttribute('aria-rowindex')).toBe('100001');
});

test.each([
  [['ArrowDown'], 'row-1'],
  [['ArrowDown', 'ArrowUp', 'ArrowUp'], 'row-0'],
  [['PageDown'], 'row-10'],
  [['End', 'PageUp'], 'row-989'],
  [['End', 'ArrowDown', 'Home'], 'row-0'],
])('%j stands on %s', async (keys, id) => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(1000) });
  await press(table, ...keys);
  expect(active(table)).toBe(id);
});

test('Enter opens the row the keyboard stands on', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(10) });
  const opened: string[] = [];
  table.addEventListener('click', (event) => {
    event.preventDefault();
    opened.push((event.composedPath()[0] as HTMLAnchorElement).getAttribute('href') ?? '');
  });
  await press(table, 'ArrowDown', 'Enter');
  expect(opened).toEqual(['/records/O-1']);
});

test.each([
  ['health', 'asc', 'Health', ['health', 'desc']],
  ['health', 'desc', 'Health', ['health', 'asc']],
  ['name', 'asc', 'Revenue', ['revenue', 'desc']],
  ['name', 'asc', 'Closes', ['close', 'asc']],
] as const)('sorted by %s %s, a press on %s asks for %j', async (sort, order, heading, asked) => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(3), sort, order });
  const heard: string[][] = [];
  table.addEventListener('relata-sort', (it) => heard.push([(it as SortEvent).sort, (it as SortEvent).order]));
  must(table, `button[title="Sort by ${heading}"]`).click();
  expect(heard).toEqual([asked]);
});

test('the column in order says which', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(3), sort: 'health', order: 'desc' });
  const sorted = everythingIn(table).filter((it) => it.hasAttribute('aria-sort'));
  expect(sorted.map((it) => [it.getAttribute('data-column'), it.getAttribute('aria-sort')])).toEqual([['health', 'descending']]);
});

test('rows that are not there yet are grey, and asked for', async () => {
  const asked: number[][] = [];
  const table = await mount('relata-record-table', { label: 'Deals', rows: { total: 500, edition: 1, at: () => undefined } });
  table.addEventListener('relata-window', (it) => asked.push([(it as WindowEvent).from, (it as WindowEvent).until]));
  expect(textOf(must(table, '.row'))).toBe('Loading row 1');
  must(table, '.scroller').scrollTop = 5600;
  must(table, '.scroller').dispatchEvent(new Event('scroll'));
  await vi.waitFor(() => expect(asked).toEqual([[100, 117]]));
  await settled(table);
  expect(find(table, '#row-100')).not.toBeNull();
});

test('a list comes back where it was left', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(1000), first: 300 });
  expect([active(table), must(table, '.scroller').scrollTop]).toEqual(['row-300', 16_800]);
});

test('what the sample made up is marked', async () => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(1, { invented: ['revenue'] }) });
  expect(textOf(must(table, '.row'))).toContain('£120,000 * (invented)');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const table = await mount('relata-record-table', { label: 'Deals', rows: all(1, { name, stage: name, owner: name }) });
  expect(find(table, 'img, script')).toBeNull();
  expect(textOf(table)).not.toMatch(/[\u202a-\u202e]/);
});
