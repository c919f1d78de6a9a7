import { expect, test } from 'vitest';
import type { AnalyticsSettings } from '../../api/types.js';
import { settings } from '../../testing/settings.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { SettingsEvent, type SaveEvent } from './analytics-settings.events.js';
import { faultsOf } from './faults.js';
import './analytics-settings.js';

const { business_hours, frequency } = settings();

test.each<[string, Partial<AnalyticsSettings>, string[]]>([
  ['nothing', {}, []],
  ['grades', { grades: { good: 40, fair: 40 } }, ['Good must begin above fair, and both between 2 and 100.']],
  ['hours', { business_hours: { ...business_hours, from: '18:00' } }, ['Business hours must begin before they end.']],
  ['days', { business_hours: { ...business_hours, days: [] } }, ['Choose at least one working day.']],
  ['zone', { business_hours: { ...business_hours, time_zone: 'Mars/Olympus' } }, ['No time zone is called Mars/Olympus. Use a name such as Europe/London.']],
  ['stage', { frequency: { ...frequency, stages: [{ stage: ' ', expected: 'weekly' }] } }, ['Every stage needs a name.']],
  ['stages', { frequency: { ...frequency, stages: [{ stage: 'A', expected: 'weekly' }, { stage: 'a', expected: 'learnt' }] } }, ['A stage stands here twice.']],
  ['group', { minimum_group: 4 }, ['The minimum group is a whole number of at least 5.']],
])('a fault of %s is said in words', (_, changed, faults) => {
  expect(faultsOf(settings(changed))).toEqual(faults);
});

async function show(properties = {}) {
  const heard: AnalyticsSettings[] = [];
  const form = await mount('relata-analytics-settings', { settings: settings(), ...properties });
  form.addEventListener('relata-save', (it) => heard.push((it as SaveEvent).settings));
  const change = async (changed: Partial<AnalyticsSettings>) => {
    must(form, 'relata-settings-grades').dispatchEvent(new SettingsEvent(changed));
    await settled(form);
  };
  const save = async () => {
    must<HTMLFormElement>(form, 'form').requestSubmit();
    await settled(form);
  };
  return { form, heard, change, save };
}

test('nothing is saved before something changed', async () => {
  const { form, change } = await show();
  const button = must<HTMLButtonElement>(form, '.primary');
  expect(button.disabled).toBe(true);
  await change({ grades: { good: 70, fair: 40 } });
  expect([button.disabled, textOf(must(form, '[role=status]'))]).toEqual([false, 'Not saved yet.']);
  must(form, '.foot .button:not(.primary)').click();
  await settled(form);
  expect(button.disabled).toBe(true);
});

test('what was changed is saved with all the rest', async () => {
  const { heard, change, save } = await show();
  await change({ grades: { good: 70, fair: 40 } });
  await save();
  expect(heard).toEqual([settings({ grades: { good: 70, fair: 40 } })]);
});

test('a fault is said, not sent, and leaves when it is mended', async () => {
  const { form, heard, change, save } = await show();
  await change({ minimum_group: 3 });
  await save();
  expect([heard.length, textOf(must(form, '[role=alert]'))]).toEqual([0, 'The minimum group is a whole number of at least 5.']);
  await change({ minimum_group: 8 });
  expect(find(form, '[role=alert]')).toBeNull();
});

test.each([
  [{ saved: { regraded: 12_431, milliseconds: 840 } }, 'Saved. 12,431 records were graded anew in 0.84 seconds.'],
  [{ settings: settings({ changed_at: '2002-02-13T09:00:00Z', changed_by: 'Amber' }) }, 'Last changed by Amber on 13 Feb 2002, 09:00 UTC.'],
  [{}, 'As installed; nobody has changed anything yet.'],
])('%o', async (properties, text) => {
  const { form } = await show(properties);
  expect(textOf(must(form, '[role=status]'))).toBe(text);
});

test('the server’s refusal is shown', async () => {
  const { form } = await show({ refusal: 'good must begin above fair' });
  expect(textOf(must(form, '[role=alert]'))).toBe('good must begin above fair');
});
