import { expect, test } from 'vitest';
import { mount, must } from '../../testing/mount.js';
import type { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import './settings-hours.js';

const hours = { time_zone: 'Europe/London', from: '09:00', to: '17:00', days: [1, 2] };

test.each([
  ['input[data-name=from]', '08:30', { from: '08:30' }],
  ['input[data-name=time_zone]', ' Asia/Tokyo ', { time_zone: 'Asia/Tokyo' }],
  ['input[aria-label=Monday]', '', { days: [2] }],
  ['input[aria-label=Sunday]', '', { days: [1, 2, 7] }],
])('%s', async (field, value, changed) => {
  const element = await mount('relata-settings-hours', { hours });
  const heard: object[] = [];
  element.addEventListener('relata-settings', (it) => heard.push((it as SettingsEvent).changed));
  const input = must<HTMLInputElement>(element, field);
  if (value) input.value = value;
  input.dispatchEvent(new Event('change'));
  expect(heard).toEqual([{ business_hours: { ...hours, ...changed } }]);
});
