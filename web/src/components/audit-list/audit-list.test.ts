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
  [{ action: 'stopped_clocks', subject: 'clock:9', people: 0, detail: 'not json' }, 'Sally stopped clocks (clock 9) detail: not json'],
])('%o is a sentence', async (changed, text) => {
  expect(textOf(must(await mount('relata-audit-list', { events: [auditEvent(changed)] }), '.what'))).toBe(text);
});

test('what an event is about is a link where it has a page', async () => {
  expect(must(await mount('relata-audit-list', { events: [auditEvent()] }), 'a').getAttribute('href')).toBe('/records/O-1');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const events = [auditEvent({ actor: { id: name, name }, action: name, subject: `x:${name}`, detail: JSON.stringify({ [name]: name }) })];
  const list = await mount('relata-audit-list', { events });
  expect(find(list, 'img, script')).toBeNull();
  expect(textOf(list)).not.toMatch(/[\u202a-\u202e]/);
});
