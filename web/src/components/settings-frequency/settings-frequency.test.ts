import { expect, test } from 'vitest';
import { settings } from '../../testing/settings.js';
import { mount, must, textOf } from '../../testing/mount.js';
import type { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import './settings-frequency.js';

const { frequency } = settings();

async function show(given = frequency) {
  const heard: object[] = [];
  const element = await mount('relata-settings-frequency', { frequency: given });
  element.addEventListener('relata-settings', (it) => heard.push((it as SettingsEvent).changed));
  return { element, heard };
}

const choose = (field: HTMLInputElement | HTMLSelectElement, value: string) => {
  field.value = value;
  field.dispatchEvent(new Event('change'));
};

test.each([
  ['default', 'monthly', 'monthly'],
  ['lead', 'weekly', 'weekly'],
  ['lead', '', null],
])('%s set to %j', async (name, chosen, expected) => {
  const { element, heard } = await show();
  choose(must<HTMLSelectElement>(element, `select[data-name=${name}]`), chosen);
  expect(heard).toEqual([{ frequency: { ...frequency, [name]: expected } }]);
});

test('the organisation itself cannot follow the organisation', async () => {
  const { element } = await show();
  const options = (name: string) => [...must<HTMLSelectElement>(element, `select[data-name=${name}]`).options].map(textOf);
  expect(options('default')).not.toContain('As for the organisation');
  expect(options('account')[0]).toBe('As for the organisation');
});

test('a stage is added, named, and removed', async () => {
  const { element, heard } = await show({ ...frequency, stages: [{ stage: 'Close', expected: 'weekly' }] });
  must(element, '.stages > .button').click();
  choose(must<HTMLInputElement>(element, '.stage input'), ' Proposal ');
  must(element, '.stage .button').click();
  expect(heard.map((it) => (it as { frequency: typeof frequency }).frequency.stages)).toEqual([
    [{ stage: 'Close', expected: 'weekly' }, { stage: '', expected: 'weekly' }],
    [{ stage: 'Proposal', expected: 'weekly' }],
    [],
  ]);
});
