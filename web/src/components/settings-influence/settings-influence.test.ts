import { expect, test } from 'vitest';
import { everythingIn, mount, must, textOf } from '../../testing/mount.js';
import type { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import './settings-influence.js';

test('a weight is shown as more or less than the same', async () => {
  const element = await mount('relata-settings-influence', { weights: { email: 1, meeting: 1.5, call: 0.75, task: 0.5 } });
  expect(everythingIn(element).filter((it) => it.matches('output')).map(textOf)).toEqual(['the same', '+50%', '-25%', '-50%']);
});

test('a moved slider changes its weight alone', async () => {
  const element = await mount('relata-settings-influence', {});
  const heard: object[] = [];
  element.addEventListener('relata-settings', (it) => heard.push((it as SettingsEvent).changed));
  const slider = must<HTMLInputElement>(element, 'input[data-kind=call]');
  slider.value = '-30';
  slider.dispatchEvent(new Event('input'));
  expect(heard).toEqual([{ weights: { email: 1, meeting: 1, call: 0.7, task: 1 } }]);
});
