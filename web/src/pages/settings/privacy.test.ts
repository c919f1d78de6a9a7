import { afterEach, expect, test, vi } from 'vitest';
import type { AccessRequest, Erasure } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { pick, press, tick, write } from '../../testing/press.js';
import { erasure } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './privacy.js';

afterEach(() => vi.restoreAllMocks());

async function show(erasures: Erasure[] = [], requests: AccessRequest[] = []) {
  const search = { results: [{ kind: 'contact', id: 'C-1', name: 'Lea Brandt', detail: 'Acme', email: null }] };
  const amber = { id: '3', source: 'exported', name: 'amber.mbox', kind: 'mbox', owner: { person: '7', name: 'Amber Stone' }, read: 12, stored: 9, read_until: null };
  const mailboxes = { mailboxes: [amber], next: null };
  const server = serve({ '/erasures': { erasures, id: '4' }, '/access-requests': { requests, id: '4' }, '/search': search, '/mailboxes': mailboxes, '/records/C-1': { person: '7' } });
  const page = await mount('relata-privacy-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  const dialog = () => must(page, 'relata-subject-dialog');
  const submit = () => must<HTMLButtonElement>(dialog(), 'form .actions .button:last-child');
  return { page, dialog, submit, send: () => must<HTMLFormElement>(dialog(), 'form').requestSubmit(), ...server };
}

test('somebody is found by the record that stands for them, and erased', async () => {
  const { page, dialog, submit, send, changes } = await show();
  await press(page, 'New erasure…');
  expect(submit().disabled).toBe(true);
  await pick(dialog(), 'lea', 'Lea Brandt');
  await vi.waitFor(() => expect(submit().disabled).toBe(false));
  await write(dialog(), 'Reason (may stay empty)', 'letter of 3 May');
  send();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/erasures', { subject: { kind: 'person', id: '7' }, reason: 'letter of 3 May' }]]));
  await vi.waitFor(() => expect(textOf(must(page, '.done'))).toContain('The erasure has begun'));
});

test('an address that was never met can be forgotten, once it is one', async () => {
  const { page, dialog, submit, send, changes } = await show();
  await press(page, 'New erasure…');
  await tick(dialog(), 'An email address, even one never met');
  await write(dialog(), 'Email address', 'lea');
  expect(submit().disabled).toBe(true);
  await write(dialog(), 'Email address', 'lea@acme.example');
  await vi.waitFor(() => expect(submit().disabled).toBe(false));
  send();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/erasures', { subject: { kind: 'address', address: 'lea@acme.example' }, reason: '' }]]));
});

test('a mailbox is found by whose it is, and erased', async () => {
  const { page, dialog, submit, send, changes } = await show();
  await press(page, 'New erasure…');
  await tick(dialog(), 'A mailbox');
  expect([submit().disabled, textOf(dialog())]).toEqual([true, expect.stringContaining('it is not read again')]);
  await pick(dialog(), 'amb', 'amber.mbox');
  await vi.waitFor(() => expect(submit().disabled).toBe(false));
  send();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/erasures', { subject: { kind: 'mailbox', id: '3' }, reason: '' }]]));
});

test('everything goes only when somebody writes so', async () => {
  const { page, dialog, submit, send, changes } = await show();
  await press(page, 'New erasure…');
  await tick(dialog(), 'Everything');
  expect([submit().disabled, textOf(dialog())]).toEqual([true, expect.stringContaining('This cannot be undone.')]);
  await write(dialog(), 'To go on, type: erase everything', 'erase everything');
  await vi.waitFor(() => expect(submit().disabled).toBe(false));
  send();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/erasures', { subject: { kind: 'everything' }, reason: '' }]]));
});

test('what is stored about somebody is put together', async () => {
  const { page, dialog, submit, send, changes } = await show();
  await press(page, 'New access request…');
  expect(textOf(dialog())).not.toContain('Everything is forgotten');
  await tick(dialog(), 'An email address');
  await write(dialog(), 'Email address', 'lea@acme.example');
  await vi.waitFor(() => expect(submit().disabled).toBe(false));
  send();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/access-requests', { subject: { address: 'lea@acme.example' } }]]));
});

test('that nobody asked for anything is said', async () => {
  expect(textOf((await show()).page)).toMatch(/Nobody was erased yet\..*Nobody asked yet\./);
});

test('beside the erasures stands how a receipt is checked', async () => {
  expect(textOf((await show([erasure()])).page)).toContain('relata receipt verify receipt.json');
});
