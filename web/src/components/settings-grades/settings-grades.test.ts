import { expect, test } from 'vitest';
import type { Grades } from '../../api/types.js';
import { mount, must, textOf } from '../../testing/mount.js';
import type { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import { fairFrom, goodFrom } from './neighbours.js';
import './settings-grades.js';

test.each<[Grades, Grades]>([
  [goodFrom(50, { good: 60, fair: 40 }), { good: 50, fair: 40 }],
  [goodFrom(30, { good: 60, fair: 40 }), { good: 30, fair: 29 }],
  [goodFrom(0, { good: 60, fair: 40 }), { good: 3, fair: 2 }],
  [goodFrom(170, { good: 60, fair: 40 }), { good: 100, fair: 40 }],
  [fairFrom(70, { good: 60, fair: 40 }), { good: 71, fair: 70 }],
  [fairFrom(100, { good: 60, fair: 40 }), { good: 100, fair: 99 }],
])('%o is %o', (adapted, expected) => {
  expect(adapted).toEqual(expected);
});

test('the neighbours and the examples follow', async () => {
  const element = await mount('relata-settings-grades', { grades: { good: 80, fair: 65 } });
  const text = textOf(element);
  for (const said of ['to 100', 'to 79', '0 to 64']) expect(text).toContain(said);
  expect(text).toMatch(/A weekly contact, quiet for 45 days 76 Fair/);
  expect(text).toMatch(/A weekly contact, quiet for 75 days 63 Poor/);
});

test('a moved grade takes its neighbour along', async () => {
  const element = await mount('relata-settings-grades', {});
  const heard: object[] = [];
  element.addEventListener('relata-settings', (it) => heard.push((it as SettingsEvent).changed));
  const good = must<HTMLInputElement>(element, 'input[data-grade=good]');
  for (const value of ['35', '']) {
    good.value = value;
    good.dispatchEvent(new Event('change'));
  }
  expect(heard).toEqual([{ grades: { good: 35, fair: 34 } }]);
  expect(good.value).toBe('60');
});
