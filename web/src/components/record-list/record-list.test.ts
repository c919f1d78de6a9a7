import { expect, test } from 'vitest';
import type { RecordSummary } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { recordRow } from '../../testing/record-row.js';
import './record-list.js';

const record = (changed: Partial<RecordSummary> = {}): RecordSummary => ({
  id: 'C-1',
  kind: 'contact',
  name: 'Lea Brandt',
  title: null,
  company: null,
  email: null,
  ...changed,
});

test.each([
  [{}, 'Lea Brandt'],
  [{ title: 'CFO' }, 'Lea Brandt CFO'],
  [{ title: 'CFO', company: 'Acme', email: 'lea@acme.example' }, 'Lea Brandt CFO, Acme lea@acme.example'],
])('%o', async (changed, text) => {
  const list = await mount('relata-record-list', { records: [record(changed)] });
  expect(textOf(list)).toBe(`LB ${text}`);
  expect(must(list, 'a').getAttribute('href')).toBe('/records/C-1');
});

test('a mixed list says what each is', async () => {
  const list = await mount('relata-record-list', { records: [record({ kind: 'lead' })], kinds: true });
  expect(textOf(list)).toContain('Lead');
});

test.each([
  [recordRow({ close_on: '2002-03-01' }), 'closes 1 Mar 2002'],
  [recordRow({ last: null, close_on: null }), 'No contact yet · no close date'],
])('how a relationship stands: %#', async (row, text) => {
  const list = await mount('relata-record-list', { records: [row], health: true });
  expect(textOf(list)).toContain(text);
  expect(find(list, 'relata-grade')).not.toBeNull();
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const list = await mount('relata-record-list', { records: [record({ name })] });
  expect(find(list, 'img, script')).toBeNull();
  expect(textOf(list)).not.toMatch(/[\u202a-\u202e]/);
});
