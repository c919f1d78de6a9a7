import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { Choice, LookEvent, PickEvent } from './picker.events.js';
import './picker.js';

const choice = (name: string): Choice => ({ id: name, name, detail: 'Sales' });

async function show(names: string[]) {
  const picker = await mount('relata-picker', { label: 'Group', choices: names.map(choice) });
  const picked: string[] = [];
  picker.addEventListener('relata-pick', (it) => picked.push((it as PickEvent).choice.id));
  const field = must<HTMLInputElement>(picker, 'input');
  field.dispatchEvent(new Event('focus'));
  await settled(picker);
  const press = async (...keys: string[]) => {
    for (const key of keys) field.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await settled(picker);
  };
  return { picker, picked, field, press };
}

test.each([
  [['Enter'], ['Ada']],
  [['ArrowDown', 'ArrowDown', 'Enter'], ['Bo']],
  [['ArrowUp', 'Enter'], ['Bo']],
  [['Escape', 'Enter'], []],
])('%j takes %j', async (keys, expected) => {
  const { picked, press } = await show(['Ada', 'Bo']);
  await press(...keys);
  expect(picked).toEqual(expected);
});

test('the field says which choice it stands on', async () => {
  const { picker, field, press } = await show(['Ada']);
  await press('ArrowDown');
  expect(field.getAttribute('aria-expanded')).toBe('true');
  expect(textOf(must(picker, `#${field.getAttribute('aria-activedescendant')}`))).toBe('Ada Sales');
});

test('it asks once per pause in typing, and says when there is nothing', async () => {
  const { picker, field } = await show([]);
  const heard = new Promise<LookEvent>((resolve) => picker.addEventListener('relata-look', (it) => resolve(it as LookEvent)));
  for (const text of ['b', 'bo ']) {
    field.value = text;
    field.dispatchEvent(new Event('input'));
  }
  expect((await heard).query).toBe('bo');
  expect(textOf(must(picker, '[role=status]'))).toBe('Nothing found for bo');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const { picker } = await show([name]);
  expect(find(picker, 'img, script')).toBeNull();
  expect(textOf(picker)).not.toMatch(/[\u202a-\u202e]/);
});
