import { expect, test } from 'vitest';
import type { SearchHit } from '../../api/types.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { ChooseEvent, QueryEvent, SubmitQueryEvent } from './search-box.events.js';
import type { RelataSearchBox } from './search-box.js';
import './search-box.js';

const hit = (name: string, id = name): SearchHit => ({ kind: 'contact', id, name, detail: 'Acme', email: null });

async function show(names: string[]) {
  const box = await mount('relata-search-box', { query: 'lea', hits: names.map((it) => hit(it)) });
  must(box, 'input').dispatchEvent(new Event('focus'));
  await settled(box);
  return box;
}

async function press(box: RelataSearchBox, ...keys: string[]) {
  for (const key of keys) must(box, 'input').dispatchEvent(new KeyboardEvent('keydown', { key }));
  await settled(box);
}

const selected = (box: RelataSearchBox) => textOf(find(box, '[aria-selected=true] .name') ?? document.createTextNode(''));

test.each([
  [['ArrowDown'], 'Lea'],
  [['ArrowDown', 'ArrowDown'], 'Leo'],
  [['ArrowDown', 'ArrowDown', 'ArrowDown'], ''],
  [['ArrowUp'], 'Leo'],
  [['ArrowDown', 'Escape'], ''],
])('%j stands on %j', async (keys, name) => {
  const box = await show(['Lea', 'Leo']);
  await press(box, ...keys);
  expect(selected(box)).toBe(name);
});

test('the field says which suggestion it stands on', async () => {
  const box = await show(['Lea', 'Leo']);
  const input = must(box, 'input');
  expect(input.getAttribute('aria-expanded')).toBe('true');
  await press(box, 'ArrowDown');
  expect(must(box, `#${input.getAttribute('aria-activedescendant')}`).getAttribute('role')).toBe('option');
});

test('Enter takes the suggestion, or searches for what was typed', async () => {
  const heard: string[] = [];
  const box = await show(['Lea']);
  box.addEventListener('relata-submit', (it) => heard.push((it as SubmitQueryEvent).query));
  box.addEventListener('relata-choose', (it) => heard.push(`page of ${(it as ChooseEvent).hit.name}`));
  must<HTMLFormElement>(box, 'form').requestSubmit();
  must(box, 'input').dispatchEvent(new Event('focus'));
  await press(box, 'ArrowDown');
  must<HTMLFormElement>(box, 'form').requestSubmit();
  expect(heard).toEqual(['lea', 'page of Lea']);
});

test('Escape closes the suggestions first, then empties the field', async () => {
  const box = await show(['Lea']);
  await press(box, 'Escape');
  expect(box.query).toBe('lea');
  await press(box, 'Escape');
  expect(box.query).toBe('');
});

test('suggestions are asked for once per pause in typing', async () => {
  const box = await show([]);
  const heard = new Promise<QueryEvent>((resolve) => box.addEventListener('relata-query', (it) => resolve(it as QueryEvent)));
  for (const text of ['b', 'br', 'bru ']) {
    const input = must<HTMLInputElement>(box, 'input');
    input.value = text;
    input.dispatchEvent(new Event('input'));
  }
  expect((await heard).query).toBe('bru');
});

test('nothing found is said to a screen reader', async () => {
  const box = await show([]);
  expect(textOf(must(box, '[role=status]'))).toBe('Nothing found for lea');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const box = await show([name]);
  expect(everythingIn(box).some((it) => it.matches('img, script'))).toBe(false);
  expect(textOf(box)).not.toMatch(/[\u202a-\u202e]/);
});
