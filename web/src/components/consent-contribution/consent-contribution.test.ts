import { expect, test } from 'vitest';
import { find, mount, textOf } from '../../testing/mount.js';
import { buttons, press, tick } from '../../testing/press.js';
import { consent } from '../../testing/privacy.js';
import type { SaveContributorsEvent } from './consent-contribution.js';
import './consent-contribution.js';

test('it says how many contribute and why others do not', async () => {
  const element = await mount('relata-consent-contribution', { consent: consent() });
  expect(textOf(element)).toContain('contribute 9 opted out 2 in groups left out 1 colleagues in all 12');
  expect(find<HTMLFieldSetElement>(element, 'fieldset')?.disabled).toBe(true);
});

test('other roles are saved, and can be taken back before', async () => {
  const element = await mount('relata-consent-contribution', { consent: consent({ contributors: { everybody: false, roles: ['auditor'] } }), enabler: true });
  const heard: unknown[] = [];
  element.addEventListener('relata-save-contributors', (it) => heard.push((it as SaveContributorsEvent).contributors));
  await tick(element, 'Salesperson');
  await press(element, 'Undo changes');
  expect(buttons(element)).toEqual([]);
  await tick(element, 'all colleagues');
  await press(element, 'Save');
  expect(heard).toEqual([{ everybody: true, roles: [] }]);
});
