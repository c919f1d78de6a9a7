import { expect, test } from 'vitest';
import type { Coverage } from '../../api/types.js';
import { coverage } from '../../testing/coverage.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, settled, textOf } from '../../testing/mount.js';
import './coverage.js';

test('each cell says how well they know each other, in a number and in words', async () => {
  const map = await mount('relata-coverage', { coverage: coverage() });
  expect(textOf(must(map, 'tbody'))).toBe(
    'Lea Brandt CFO 82 Strong, 82 of 100 ? Unknown: mail in one direction only Tom Oss 31 Weak, 31 of 100 · not in touch',
  );
  expect(everythingIn(map).filter((it) => it.matches('a')).map((it) => it.getAttribute('href'))).toEqual([
    '/colleagues/1', '/colleagues/2', '/people/7', '/people/8',
  ]);
});

const [amber] = coverage().colleagues;

test.each<[Partial<Coverage>, string]>([
  [{ single_threaded: true }, 'Only one colleague is really in touch'],
  [{ single_threaded: true, colleagues: [amber!], cells: [] }, 'Only Amber Adams is in touch here'],
  [{ uncovered: 1, cells: coverage().cells.slice(0, 2) }, 'Nobody knows 1 of the 2 contacts.'],
  [{ uncovered: 2, colleagues: [], cells: [] }, 'Nobody knows 2 of the 2 contacts.'],
  [{ contacts: [], colleagues: [], cells: [] }, 'There are no contacts to map.'],
])('%o', async (changed, text) => {
  expect(textOf(await mount('relata-coverage', { coverage: coverage(changed) }))).toContain(text);
});

test('a contact whom nobody knows says so in its row', async () => {
  const map = await mount('relata-coverage', { coverage: coverage({ cells: coverage().cells.slice(0, 2), uncovered: 1 }) });
  expect(everythingIn(map).filter((it) => it.matches('.nobody')).map(textOf)).toEqual(['nobody knows']);
});

test('a large map begins with its strongest corner', async () => {
  const contacts = Array.from({ length: 23 }, (_, index) => ({ person: String(index), name: `N ${index}`, title: null }));
  const map = await mount('relata-coverage', { coverage: coverage({ contacts }) });
  expect(everythingIn(map).filter((it) => it.matches('tbody tr'))).toHaveLength(10);
  must(map, 'button').click();
  await settled(map);
  expect(everythingIn(map).filter((it) => it.matches('tbody tr'))).toHaveLength(23);
  expect(find(map, 'button')).toBeNull();
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const people = { contacts: [{ person: '7', name, title: name }], colleagues: [{ person: '1', name, email: name }] };
  const map = await mount('relata-coverage', { coverage: coverage({ ...people, cells: [] }) });
  expect(find(map, 'img, script')).toBeNull();
  expect(textOf(map)).not.toMatch(/[\u202a-\u202e]/);
});
