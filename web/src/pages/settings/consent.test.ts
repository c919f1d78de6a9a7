import { afterEach, expect, test, vi } from 'vitest';
import type { Consent, Viewer } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { buttons, pick, press, tick } from '../../testing/press.js';
import { board, consent, consented, kind, off, viewer, withdrawn } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './consent.js';

afterEach(() => vi.restoreAllMocks());

async function show(answer: Consent, who: Partial<Viewer> = {}) {
  const server = serve({ '/viewer': viewer(who), '/consent': answer, '/groups': { groups: [board] } });
  const page = await mount('relata-consent-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-consent-stage')).not.toBeNull());
  return { page, ...server };
}

test('enabling says what it does and who contributes, and is sent', async () => {
  const { page, changes } = await show(off());
  await press(page, 'Enable');
  const dialog = must(page, 'relata-enable-dialog');
  expect(textOf(dialog)).toContain('Nothing is read from mailboxes yet.');
  await tick(dialog, 'colleagues with one of these roles only');
  await vi.waitFor(() => expect(must<HTMLButtonElement>(dialog, 'form .primary').disabled).toBe(true));
  await tick(dialog, 'Salesperson');
  await vi.waitFor(() => expect(must<HTMLButtonElement>(dialog, 'form .primary').disabled).toBe(false));
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/consent/enable', { contributors: { everybody: false, roles: ['salesperson'] } }]]));
});

test('consent is given only after the box under its text is ticked', async () => {
  const { page, changes } = await show(consent());
  await press(page, 'Give consent');
  const dialog = must(page, 'relata-consent-dialog');
  expect(textOf(dialog)).toContain('hiring, pay, promotion or dismissal');
  const submit = must<HTMLButtonElement>(dialog, 'form .primary');
  expect(submit.disabled).toBe(true);
  await tick(dialog, 'Aggregated insights');
  await tick(dialog, 'Only colleagues who opt in themselves');
  await tick(dialog, 'I am entitled to consent for Acme, and I do.');
  expect(submit.disabled).toBe(false);
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  const sent = { insights: ['for_each_user', 'identifiable'], mode: 'opt_in', excluded_groups: [], text_version: 1 };
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/consent/give', sent]]));
  await vi.waitFor(() => expect(textOf(must(page, '[role=status]'))).toBe('Consent is given.'));
});

test('a text that the server no longer takes is not agreed to', async () => {
  const { page } = await show(consent({ text_version: 2 }));
  await press(page, 'Give consent');
  expect(textOf(must(page, 'relata-consent-dialog'))).toContain('Please load the page again.');
});

test('a withdrawal says what goes when, and is sent once it is confirmed', async () => {
  const { page, changes } = await show(consented());
  await press(page, 'Withdraw the consent to: Identifiable insights');
  const dialog = must(page, 'relata-confirm');
  expect(textOf(dialog)).toMatch(/At once.*within 24 hours.*Within 30 days.*cannot be undone/);
  expect(changes()).toEqual([]);
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/consent/withdraw', { insights: ['identifiable'] }]]));
});

test('when the server wants somebody to sign in again, the way there stands in the dialog', async () => {
  const { page } = await show(consented());
  await press(page, 'Withdraw the consent to: Identifiable insights');
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{"detail":"you signed in an hour ago","again":true}', { status: 403 }));
  must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit();
  await vi.waitFor(() => expect(textOf(must(page, '[role=alert]'))).toContain('You signed in an hour ago.'));
  expect(must(page, '[role=alert] a').getAttribute('href')).toMatch(/^\/sign-in\?again=true&back=/);
});

test.each<[string, Partial<Viewer>, string[], string[]]>([
  ['an administrator', { rights: ['manage_insights'] }, ['Turn off'], ['Give consent', 'Consent to: Identifiable insights']],
  ['a directory administrator', { rights: ['give_consent'] }, ['Give consent', 'Consent to: Identifiable insights'], ['Turn off']],
  ['somebody else', { rights: ['see_overview'] }, [], ['Turn off', 'Give consent', 'Consent to: Identifiable insights']],
])('%s is offered what they may do, and nothing else', async (_, who, offered, withheld) => {
  const { page } = await show(consent(), who);
  expect(buttons(page)).toEqual(expect.arrayContaining(offered));
  for (const it of withheld) expect(buttons(page)).not.toContain(it);
});

test('what is withdrawn shows how far its removal has come', async () => {
  const { page } = await show(consent({ state: 'withdrawn', lapses_at: null, days_left: null, kinds: [kind('for_each_user'), withdrawn('identifiable')] }));
  expect(textOf(page)).toContain('Being removed from the database , under way by 14 Feb 2002, 09:00 UTC');
});

test('a feature is switched at once; one that is refused stays as it was', async () => {
  const { page, changes } = await show(consented());
  await tick(page, 'Who knows whom');
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/consent/features', { who_knows_whom: false, analytics: true }]]));
});

test('leaving a group out can erase the past, after a question', async () => {
  const { page, changes } = await show(consented());
  const groups = must(page, 'relata-excluded-groups');
  await pick(groups, 'bo', 'Board');
  await tick(groups, 'Also erase the past of their members');
  await press(groups, 'Save');
  await vi.waitFor(() => expect(textOf(must(page, 'relata-confirm'))).toContain('Everything collected about members of Board'));
  expect(changes()).toEqual([]);
  must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/consent/excluded-groups', { groups: ['g1'], erase_past: true }]]));
});
