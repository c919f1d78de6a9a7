import { expect, test } from 'vitest';
import { mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { roles } from '../../testing/privacy.js';
import type { EndGrantEvent } from '../role-list/role-list.events.js';
import './grant-list.js';

const grant = { id: '9', right: 'see_who_knows_whom', holder: { kind: 'group' as const, id: 'g', name: 'Partners' }, by: 'Adam', at: '2002-02-13T09:00:00Z' };

test('who may what beside the roles, and since when; each can be taken back', async () => {
  const list = await mount('relata-grant-list', { grants: [grant], rights: roles().rights });
  expect(textOf(must(list, 'tbody'))).toBe('Partners Group of the directory See who knows whom 13 Feb 2002, Adam Take back');
  const heard = new Promise<EndGrantEvent>((resolve) => list.addEventListener('relata-end-grant', (it) => resolve(it as EndGrantEvent)));
  await press(list, 'Take back from Partners: see who knows whom');
  expect((await heard).grant.id).toBe('9');
});

test('none is said', async () => {
  expect(textOf(await mount('relata-grant-list', {}))).toBe('No right was granted beside the roles.');
});
