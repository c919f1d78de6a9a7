import { expect, test } from 'vitest';
import type { AuditEvent } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { auditEvent } from '../../testing/privacy.js';
import './audit-list.js';

test.each<[Partial<AuditEvent>, string]>([
  [{ detail: '{"what":"introducers"}' }, 'Sally looked at (record O-1) ties of 5 colleagues shown · who knows whom'],
  [{ action: 'export', subject: '', people: 0, detail: '{"what":"records","rows":"1200","erase_past":"true"}' }, 'Sally downloaded a list a list of records · rows: 1200 · erase past: yes'],
  [{ action: 'consent_given', subject: '', people: 0, detail: '{"insights":["identifiable","for_each_user"],"groups":1200}' }, 'Sally gave the organisation’s consent insights: identifiable, for each user · groups: 1,200'],
  [{ action: 'erasure_requested', subject: 'erasure:3', people: 0 }, 'Sally asked for an erasure (erasure 3)'],
  [{ actor: { id: 'demo', name: 'the demo’s viewer' }, action: 'opted_out', subject: 'person:7', people: 0, detail: '{"flag":"true"}' }, 'The demo’s viewer marked somebody as not to be analysed (person 7)'],
  [{ action: 'token_issued', subject: 'token:2', people: 0, detail: '{"rights":"see_records export_lists"}' }, 'Sally made an API token (token 2) rights: see records, export lists'],
  [{ action: 'right_granted', subject: 'role:sales_manager', people: 0 }, 'Sally granted a right (role Sales manager)'],
  [{ action: 'stopped_clocks', subject: 'clock:9', people: 0, detail: 'not json' }, 'Sally stopped clocks (clock 9) detail: not json'],
])('%o is a sentence', async (changed, text) => {
  expect(textOf(must(await mount('relata-audit-list', { events: [auditEvent(changed)] }), '.what'))).toBe(text);
});

test.each<[Partial<AuditEvent>, string | null]>([
  [{}, '/records/O-1'],
  [{ subject: 'person:7' }, '/people/7'],
  [{ action: 'opted_out', subject: 'person:7' }, '/colleagues/7'],
  [{ action: 'role_given', subject: 'person:7' }, '/colleagues/7'],
  [{ action: 'erasure_requested', subject: 'person:7' }, '/settings/privacy'],
  [{ action: 'right_granted', subject: 'role:auditor' }, null],
])('%o leads to %s', async (changed, href) => {
  const list = await mount('relata-audit-list', { events: [auditEvent(changed)] });
  expect(find(list, 'a')?.getAttribute('href') ?? null).toBe(href);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const events = [auditEvent({ actor: { id: name, name }, action: name, subject: `x:${name}`, detail: JSON.stringify({ [name]: name }) })];
  const list = await mount('relata-audit-list', { events });
  expect(find(list, 'img, script')).toBeNull();
  expect(textOf(list)).not.toMatch(/[\u202a-\u202e]/);
});
