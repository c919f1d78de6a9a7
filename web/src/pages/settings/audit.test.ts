import { afterEach, expect, test, vi } from 'vitest';
import type { AuditCheck, AuditEvent } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { auditEvent } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './audit.js';

afterEach(() => vi.restoreAllMocks());

async function show(events: AuditEvent[], check?: AuditCheck, status = 200) {
  const server = serve({ '/audit/check': check, '/audit': status === 200 ? { events, next: '3' } : { detail: 'you need the right to read the audit trail' } }, status);
  const page = await mount('relata-audit-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

async function choose(page: Element, index: number, value: string) {
  const select = [...page.shadowRoot!.querySelectorAll('select')][index]!;
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

test('lines are sentences, and older ones are loaded', async () => {
  const { page, asked } = await show([auditEvent()]);
  expect(textOf(must(page, 'li'))).toBe('13 Feb 2002, 09:00 UTC Sally looked at (record O-1) ties of 5 colleagues shown no. 12');
  await press(page, 'Older lines');
  await vi.waitFor(() => expect(asked().at(-1)).toBe('/audit?before=3'));
});

test('the trail is narrowed by what was done and by whom', async () => {
  const { page, asked } = await show([auditEvent()]);
  await choose(page, 0, 'consent_given');
  await vi.waitFor(() => expect(asked().at(-1)).toBe('/audit?action=consent_given'));
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  await choose(page, 1, 'account:7');
  await vi.waitFor(() => expect(asked().at(-1)).toBe('/audit?action=consent_given&actor=account%3A7'));
});

test.each<[AuditCheck, string]>([
  [{ intact: true, checked: 1204, broken_at: null, why: null, head: 'a' }, 'The chain is whole: 1,204 lines were checked.'],
  [{ intact: false, checked: 877, broken_at: '876', why: 'was changed', head: null }, 'The chain is broken: line 876 was changed. 877 lines were checked.'],
])('%o is said in words', async (check, text) => {
  const { page } = await show([], check);
  await press(page, 'Check the chain');
  await vi.waitFor(() => expect(textOf(must(page, '[role=status]'))).toContain(text));
});

test('it can be taken along', async () => {
  expect(must((await show([])).page, 'a[download]').getAttribute('href')).toBe('/api/v1/audit.jsonl');
});

test('whoever may not is told which right is missing', async () => {
  expect(textOf((await show([], undefined, 403)).page)).toContain('You need the right to read the audit trail.');
});
