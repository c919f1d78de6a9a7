import { afterEach, expect, test, vi } from 'vitest';
import { readRecordQuery } from '../../api/record-query.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import type { FilterEvent } from './record-filters.events.js';
import './record-filters.js';

afterEach(() => vi.useRealTimers());

async function show(address: string) {
  const heard: [object, boolean][] = [];
  const filters = await mount('relata-record-filters', { query: readRecordQuery(new URLSearchParams(address)) });
  filters.addEventListener('relata-filter', (it) => heard.push([(it as FilterEvent).query, (it as FilterEvent).typing]));
  return { filters, heard };
}

test('a chosen grade is added to what is already in force', async () => {
  const { filters, heard } = await show('kind=lead&status=open');
  const grade = must<HTMLSelectElement>(filters, 'select[data-name=grade]');
  grade.value = 'poor';
  grade.dispatchEvent(new Event('change'));
  expect(heard).toEqual([[expect.objectContaining({ kind: 'lead', status: 'open', grade: 'poor' }), false]]);
});

test('words are asked for once per pause in typing', async () => {
  vi.useFakeTimers();
  const { filters, heard } = await show('');
  const words = must<HTMLInputElement>(filters, 'input[type=search]');
  for (const value of ['a', 'ac', 'acme ']) {
    words.value = value;
    words.dispatchEvent(new Event('input'));
  }
  vi.advanceTimersByTime(300);
  expect(heard).toEqual([[expect.objectContaining({ q: 'acme' }), true]]);
});

test.each([
  ['kind=contact', false],
  ['kind=lead', true],
])('%s: a status to choose is %s', async (address, shown) => {
  const { filters } = await show(address);
  expect(find(filters, 'select[data-name=status]') !== null).toBe(shown);
});

test('what is in force is counted and cleared, the order stays', async () => {
  const { filters, heard } = await show('kind=account&mine=true&grade=fair&account=A-1&sort=last');
  expect(textOf(must(filters, '.toggle'))).toBe('Filters (3 in force)');
  must(filters, 'form > .button').click();
  expect(heard).toEqual([[{ kind: 'account', sort: 'last', order: 'desc' }, false]]);
});

test('cards are sorted here', async () => {
  const { filters, heard } = await show('kind=lead');
  const sort = must<HTMLSelectElement>(filters, '#sort');
  expect([...sort.options].map((it) => it.value)).not.toContain('revenue');
  sort.value = 'health';
  sort.dispatchEvent(new Event('change'));
  expect(heard).toEqual([[expect.objectContaining({ sort: 'health', order: 'desc' }), false]]);
});
