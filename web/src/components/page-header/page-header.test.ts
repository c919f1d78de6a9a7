import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import './page-header.js';

test('fields without values are left out, invented ones say so', async () => {
  const header = await mount('relata-page-header', {
    kind: 'Contact',
    name: 'Lea Brandt',
    facts: [
      { label: 'record.title', values: [null] },
      { label: 'record.account', values: [{ text: 'Acme', href: '/records/A-1' }] },
      { label: 'record.emails', values: ['lea@acme.example', 'lb@acme.example'], invented: true },
    ],
  });
  expect(textOf(header)).toBe('LB Contact Lea Brandt Account Acme Email lea@acme.example, lb@acme.example invented');
  expect(must(header, 'a').getAttribute('href')).toBe('/records/A-1');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const header = await mount('relata-page-header', { name, facts: [{ label: 'record.title', values: [name] }] });
  expect(find(header, 'img, script')).toBeNull();
  expect(textOf(header)).not.toMatch(/[\u202a-\u202e]/);
});
