import { expect, test } from 'vitest';
import { HOSTILE_NAMES, everythingIn, find, mount, textOf } from '../../testing/mount.js';
import './facts.js';

test('fields without values are left out, invented ones say so, and a value may lead on', async () => {
  const element = await mount('relata-facts', {
    facts: [
      { label: 'record.title', values: [null] },
      { label: 'record.stakeholders', values: [{ text: 'Lea Brandt', href: '/records/C-1' }, 'lb@acme.example'] },
      { label: 'record.owner', values: ['Amber Adams'], invented: true },
    ],
  });
  expect(textOf(element)).toBe('Stakeholders Lea Brandt , lb@acme.example Owner Amber Adams invented');
  expect(everythingIn(element).filter((it) => it.localName === 'a').map((it) => it.getAttribute('href'))).toEqual(['/records/C-1']);
});

test('without any value there is no list', async () => {
  expect(find(await mount('relata-facts', { facts: [{ label: 'record.title', values: [] }] }), 'dl')).toBeNull();
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await mount('relata-facts', { facts: [{ label: 'record.team', values: [name, { text: name, href: '/' }] }] });
  expect(find(element, 'img, script')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
