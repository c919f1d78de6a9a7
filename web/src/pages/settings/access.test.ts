import { afterEach, expect, test, vi } from 'vitest';
import type { ApiToken } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press, tick, write } from '../../testing/press.js';
import { account, roles, token, viewer } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './access.js';

afterEach(() => vi.restoreAllMocks());

async function show(tokens: ApiToken[] = [token()]) {
  const server = serve({ '/tokens': { tokens, id: '9', token: 'rla_secret' }, '/accounts': { accounts: [account()] }, '/viewer': viewer({ rights: ['read_audit'] }), '/roles': roles() });
  const page = await mount('relata-access-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, confirm: () => must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit(), ...server };
}

test('a token is made, shown once, and forgotten', async () => {
  const { page, changes } = await show([]);
  expect(textOf(page)).toContain('There are no tokens yet.');
  await press(page, 'New token…');
  const dialog = must(page, 'relata-new-token');
  await write(dialog, 'What it is for', 'Forms');
  expect(must<HTMLButtonElement>(dialog, 'form .primary').disabled).toBe(true);
  await tick(dialog, 'Read the audit trail');
  must<HTMLFormElement>(dialog, 'form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/tokens', { name: 'Forms', rights: ['read_audit'], expires_in_days: 90 }]]));
  await vi.waitFor(() => expect(must<HTMLInputElement>(dialog, '#token').value).toBe('rla_secret'));
  await press(dialog, 'I have copied it');
  await vi.waitFor(() => expect(find(dialog, '#token')).toBeNull());
});

test('a token is revoked', async () => {
  const { page, confirm, changes } = await show();
  await press(page, 'Revoke Forms');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['DELETE', '/tokens/4', null]]));
  await vi.waitFor(() => expect(textOf(must(page, '.done'))).toBe('Forms is revoked.'));
});

test('somebody is signed out everywhere', async () => {
  const { page, confirm, changes } = await show();
  await press(page, 'Sign out Sally everywhere');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['DELETE', '/accounts/7/sessions', null]]));
});
