import { expect, test } from 'vitest';
import type { Period } from '../../api/activities.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { RelataPeriodPicker } from './period-picker.js';
import './period-picker.js';

const show = (changed: Partial<RelataPeriodPicker> = {}) => mount('relata-period-picker', { label: 'Activities', ...changed });

function choose(picker: RelataPeriodPicker, value: string) {
  const select = must<HTMLSelectElement>(picker, 'select');
  select.value = value;
  select.dispatchEvent(new Event('change'));
  return settled(picker);
}

function heardBy(picker: RelataPeriodPicker): Period[] {
  const heard: Period[] = [];
  picker.addEventListener('relata-period', ({ period }) => heard.push(period));
  return heard;
}

test('one of the usual lengths', async () => {
  const picker = await show({ period: { days: 60 } });
  expect(must<HTMLSelectElement>(picker, 'select').value).toBe('60');
  expect(textOf(picker)).toBe('Last 30 days Last 60 days Last 90 days Last 180 days Last year Last two years');
  const heard = heardBy(picker);
  await choose(picker, '365');
  expect(heard).toEqual([{ days: 365 }]);
});

test('a length that is not usual can be kept', async () => {
  const picker = await show({ period: { days: 45 } });
  expect(must<HTMLSelectElement>(picker, 'select').value).toBe('45');
});

test('the days shown are where choosing others starts', async () => {
  const picker = await show({ custom: true, shown: { from: '2001-12-16', until: '2002-02-13' } });
  await choose(picker, 'custom');
  expect(must<HTMLInputElement>(picker, '[name=from]').value).toBe('2001-12-16');
  expect(must<HTMLInputElement>(picker, '[name=until]').value).toBe('2002-02-13');
});

test('from one day to another, in this order', async () => {
  const picker = await show({ custom: true });
  const heard = heardBy(picker);
  await choose(picker, 'custom');
  const [from, until] = [must<HTMLInputElement>(picker, '[name=from]'), must<HTMLInputElement>(picker, '[name=until]')];
  [from.value, until.value] = ['2002-02-13', '2002-02-01'];
  must(picker, 'form').dispatchEvent(new Event('submit'));
  await settled(picker);
  expect(textOf(must(picker, '[role=alert]'))).toBe('The first day must not be after the last.');
  [from.value, until.value] = ['2002-02-01', '2002-02-13'];
  must(picker, 'form').dispatchEvent(new Event('submit'));
  await settled(picker);
  expect(find(picker, '[role=alert]')).toBeNull();
  expect(heard).toEqual([{ from: '2002-02-01', to: '2002-02-13' }]);
});
