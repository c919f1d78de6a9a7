import { expect, test } from 'vitest';
import { viewer } from '../testing/me.js';
import { find, mount, textOf } from '../testing/mount.js';
import './no-role.js';

test('which role is missing, who gives it, and what one can see all the same', async () => {
  const page = await mount('relata-no-role-page', { viewer: viewer({ roles: [], rights: [] }) });
  for (const part of ['amber@us.example at Contoso', 'the role of salesperson', 'An administrator of Relata']) expect(textOf(page)).toContain(part);
  expect(find(page, 'a[href="/me"]')).not.toBeNull();
});

test('a guest has no page of their own', async () => {
  const page = await mount('relata-no-role-page', { viewer: viewer({ roles: [], rights: [], person: null }) });
  expect(find(page, 'a')).toBeNull();
});
