import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, textOf } from '../../testing/mount.js';
import { initials } from './avatar.js';

test.each([
  ['Lea Brandt', 'LB'],
  ['Jean-Luc van der Berg', 'JB'],
  ['bcherry@sempra.com', 'B'],
  ['brian.cherry@sempra.com', 'BC'],
  ['Prince', 'P'],
  ['Acme: storage 2001-1', 'AS'],
  ['שרה כהן', 'שכ'],
  ['', '?'],
  ['<>', '?'],
])('%j has the initials %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test.each(HOSTILE_NAMES)('%j becomes at most two letters', async (name) => {
  const avatar = await mount('relata-avatar', { name });
  expect([...textOf(avatar)].length).toBeLessThanOrEqual(2);
  expect(find(avatar, 'img, script')).toBeNull();
});

test('a photo is decoration', async () => {
  const avatar = await mount('relata-avatar', { name: 'Lea', photo: '/photos/7' });
  expect(find(avatar, 'img')?.getAttribute('alt')).toBe('');
});
