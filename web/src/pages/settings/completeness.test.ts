import { afterEach, expect, test, vi } from 'vitest';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { serve } from '../../testing/server.js';
import './completeness.js';

afterEach(() => vi.restoreAllMocks());

const LINE = {
  mailbox: '7', owner: 'Amber', what: 'mail', checked_at: '2026-11-02T02:10:00Z', source: 1200, kept: 900, left_out: 290, quarantined: 8,
  unexplained: 2, since: '2026-11-01T02:10:00Z', older: 40, beside: 17, gone: 3, found_late: 1,
};
const FOLDER = {
  folder: '0a1b', name: 'inbox', source: 1200, kept: 900, quarantined: 8, gone: 3, found_late: 1, older: 40,
  left_out: [{ rule: 'list', explanation: 'mail that came through a mailing list', count: 290 }],
  unexplained: [{ month: '2026-03', messages: 2, since: '2026-11-01T02:10:00Z' }],
};
const TROUBLE = { what: 'silent', text: 'a mailbox has been <b>silent</b>', remedy: 'ask where its mail goes', since: '2026-11-01T00:00:00Z', mailbox: '7', owner: 'Amber' };

async function show(answers: object) {
  const usual = { '/connections/1/troubles': { troubles: [], count: 0 }, '/connections/1/ledger': { mailboxes: [LINE], next: null } };
  // The first spread says which address is tried first.
  const server = serve({ ...answers, ...usual, ...answers });
  const element = await mount('relata-completeness', { connection: '1', source: 'Microsoft 365: contoso.example' });
  return { element, ...server };
}

test('what is wrong is said since when and with its remedy; markup in it stays text', async () => {
  const { element } = await show({ '/connections/1/troubles': { troubles: [TROUBLE], count: 1 } });
  await vi.waitFor(() => expect(textOf(element)).toContain('1 thing is wrong'));
  expect(textOf(element)).toContain('<b>silent</b>');
  expect(textOf(element)).toContain('ask where its mail goes');
});

test('a mailbox opens into its folders, with rules, months and what is unexplained', async () => {
  const { element } = await show({ '/connections/1/ledger/7': { folders: [FOLDER] } });
  await press(element, 'Show completeness');
  await vi.waitFor(() => expect(textOf(element)).toContain('1,200'));
  expect(textOf(must(element, '.unexplained'))).toBe('2');
  await press(element, 'Amber');
  await vi.waitFor(() => expect(textOf(element)).toContain('Inbox'));
  expect(textOf(element)).toContain('290 mail that came through a mailing list');
  expect(textOf(element)).toContain('2026-03: 2 unexplained');
  expect(textOf(element)).toContain('40 older than what is read');
});

test('what was read after a check is said beside it, so that the columns add up', async () => {
  const { element } = await show({ '/connections/1/ledger': { mailboxes: [{ ...LINE, kept: 903 }, { ...LINE, mailbox: '8' }], next: null } });
  await press(element, 'Show completeness');
  await vi.waitFor(() => expect(textOf(element)).toContain('; 3 more read since'));
  expect(textOf(element).split('read since').length).toBe(2);
});

test('the table is downloaded as it is narrowed', async () => {
  const { element } = await show({});
  await press(element, 'Show completeness');
  const href = () => must(element, 'a[download]').getAttribute('href');
  expect(href()).toBe('/api/v1/connections/1/ledger.csv');
  must<HTMLInputElement>(element, 'input[type=checkbox]').click();
  await vi.waitFor(() => expect(href()).toBe('/api/v1/connections/1/ledger.csv?unexplained=true'));
});

test('that nothing was read yet, and that nothing is unexplained, is said', async () => {
  const { element } = await show({ '/connections/1/ledger': { mailboxes: [], next: null } });
  await press(element, 'Show completeness');
  await vi.waitFor(() => expect(textOf(element)).toContain('No mailbox of it has been read yet.'));
  must<HTMLInputElement>(element, 'input[type=checkbox]').click();
  await vi.waitFor(() => expect(textOf(element)).toContain('In no mailbox is anything unexplained.'));
  expect(find(element, 'table')).toBeNull();
});
