import { expect, test } from 'vitest';
import type { ApiToken } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { buttons } from '../../testing/press.js';
import { roles, token } from '../../testing/privacy.js';
import './token-list.js';

test.each<[Partial<ApiToken>, string, string[]]>([
  [{}, 'Forms 13 Feb 2002, Adam read the audit trail 14 May 2002 Never Revoke', ['Revoke Forms']],
  [{ expires_at: null, used_at: '2002-02-13T09:00:00Z', revoked_at: '2002-02-14T09:00:00Z' }, 'Forms 13 Feb 2002, Adam read the audit trail No end 13 Feb 2002, 09:00 UTC Revoked 14 Feb 2002', []],
])('%o', async (changed, text, offers) => {
  const list = await mount('relata-token-list', { tokens: [token(changed)], rights: roles().rights });
  expect(textOf(must(list, 'tbody'))).toBe(text);
  expect(buttons(list)).toEqual(offers);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-token-list', { tokens: [token({ name, rights: [name], created_by: name })] }), 'img, script')).toBeNull();
});
