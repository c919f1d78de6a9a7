import { expect, test } from 'vitest';
import { acquaintances } from '../../testing/examples.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './acquaintances.js';

test.each([
  ['C-1', '/records/C-1'],
  [null, '/people/7'],
])('a contact with the record %s leads to %s', async (record, href) => {
  const answer = acquaintances();
  const contacts = answer.contacts.map((it) => ({ ...it, contact: { ...it.contact, record } }));
  const list = await mount('relata-acquaintances', { answer: { ...answer, contacts } });
  expect(must(list, 'a').getAttribute('href')).toBe(href);
});

test('a row says how well, on what evidence', async () => {
  const text = textOf(await mount('relata-acquaintances', { answer: acquaintances() }));
  expect(text).toContain('Lea Brandt Acme lea@acme.example');
  expect(text).toContain('14 sent, 9 received');
  expect(text).toContain('Last: email from Lea Brandt, 3 days before 13 Feb 2002');
});
