import { expect, test } from 'vitest';
import type { Account } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { buttons } from '../../testing/press.js';
import { account } from '../../testing/privacy.js';
import './account-list.js';

test.each<[Partial<Account>, string, string[]]>([
  [{}, 'Sally sally@us.example through https://id.example Salesperson 13 Feb 2002, 09:00 UTC 2 open Sign out', ['Sign out Sally everywhere']],
  [{ roles: [], sessions: 0, email: null }, 'Sally through https://id.example None 13 Feb 2002, 09:00 UTC None open', []],
])('%o', async (changed, text, offers) => {
  const list = await mount('relata-account-list', { accounts: [account(changed)] });
  expect(textOf(must(list, 'tbody'))).toBe(text);
  expect(buttons(list)).toEqual(offers);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-account-list', { accounts: [account({ name, email: name, issuer: name })] }), 'img, script')).toBeNull();
});
