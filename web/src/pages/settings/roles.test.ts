import { afterEach, expect, test, vi } from 'vitest';
import type { Roles } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { pick, press, tick } from '../../testing/press.js';
import { board, roles } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './roles.js';

afterEach(() => vi.restoreAllMocks());

async function show(changed: Partial<Roles> = {}, status = 200) {
  const answers = { '/roles/': {}, '/roles': status === 200 ? roles(changed) : { detail: 'you need the right to give and take roles' }, '/groups': { groups: [board] } };
  const search = { results: [{ kind: 'colleague', id: '1', name: 'Amber Adams', detail: '', email: 'amber@us.example' }, { kind: 'contact', id: 'C-1', name: 'Lea', detail: '', email: null }] };
  const server = serve({ ...answers, '/search': search }, status);
  const page = await mount('relata-roles-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, confirm: () => must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit(), ...server };
}

test('a role is given to a colleague that was looked for', async () => {
  const { page, changes } = await show();
  await press(page, 'Give to somebody: Auditor');
  const dialog = must(page, 'relata-role-dialog');
  const submit = must<HTMLButtonElement>(dialog, 'form .primary');
  expect(submit.disabled).toBe(true);
  await pick(dialog, 'am', 'Amber Adams');
  await vi.waitFor(() => expect(submit.disabled).toBe(false));
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/roles/assignments', { role: 'auditor', holder: { kind: 'colleague', id: '1' } }]]));
});

test('a right is granted to a group', async () => {
  const { page, changes } = await show();
  await press(page, 'Grant a right…');
  const dialog = must(page, 'relata-role-dialog');
  await tick(dialog, 'Group of the directory');
  await pick(dialog, 'bo', 'Board');
  await vi.waitFor(() => expect(must<HTMLButtonElement>(dialog, 'form .primary').disabled).toBe(false));
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/roles/grants', { right: 'see_records', holder: { kind: 'group', id: 'g1' } }]]));
});

test('taking a role away says whom it hits', async () => {
  const { page, confirm, changes } = await show();
  await press(page, 'Take Salesperson from Sales');
  expect(textOf(must(page, 'relata-confirm'))).toContain('That holds for everybody in the group.');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['DELETE', '/roles/assignments/5', null]]));
});

test('a right of a role is taken back', async () => {
  const { page, confirm, changes } = await show();
  await press(page, 'Take back from Salesperson: Download lists');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['DELETE', '/roles/grants/8', null]]));
});

test('who can see who knows whom stands at the top', async () => {
  const { page } = await show({ grants: [{ id: '9', right: 'see_who_knows_whom', holder: { kind: 'group', id: 'g', name: 'Partners' }, by: 'Adam', at: '2002-02-13T09:00:00Z' }] });
  expect(textOf(page)).toContain('Who knows whom can be seen by salespeople and Partners.');
});

test('whoever may not is told which right is missing', async () => {
  expect(textOf((await show({}, 403)).page)).toContain('You need the right to give and take roles.');
});
