import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import type { UnhideEvent } from '../my-participation/my-participation.events.js';
import './hidden-contacts.js';

const contact = (name = 'Lea Brandt') => ({ person: '7', name, since: '2002-01-03T10:00:00Z' });

test('a contact is shown again', async () => {
  const element = await mount('relata-hidden-contacts', { contacts: [contact()] });
  expect(textOf(element)).toContain('Lea Brandt since 3 Jan 2002');
  const heard = new Promise<UnhideEvent>((resolve) => element.addEventListener('relata-unhide', resolve));
  must(element, 'button').click();
  expect((await heard).person).toBe('7');
});

test('nobody is said in words', async () => expect(textOf(await mount('relata-hidden-contacts', {}))).toBe('You have hidden nobody.'));

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-hidden-contacts', { contacts: [contact(name)] }), 'img, script')).toBeNull();
});
