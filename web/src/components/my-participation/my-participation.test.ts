import { expect, test } from 'vitest';
import { participation } from '../../testing/me.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import type { TakePartEvent } from './my-participation.events.js';
import './my-participation.js';

test.each([
  [participation(), 'You take part', 'Stop taking part', false],
  [participation({ state: 'opted_out', opted_out: true }), 'You do not take part', 'Take part', true],
])('%o: %s, and the way out or back', async (given, text, label, takesPart) => {
  const element = await mount('relata-my-participation', { participation: given });
  expect(textOf(element)).toContain(text);
  const button = must(element, 'button');
  const heard = new Promise<TakePartEvent>((resolve) => element.addEventListener('relata-take-part', resolve));
  button.click();
  expect([textOf(button), (await heard).takesPart]).toEqual([label, takesPart]);
});

test.each(['excluded_group', 'not_a_contributor', 'waiting_for_opt_in', 'flagged', 'left'] as const)('%s is explained', async (state) => {
  const element = await mount('relata-my-participation', { participation: participation({ state, may_opt_out: false }) });
  expect(textOf(element).length).toBeGreaterThan(40);
  expect(find(element, 'button')).toBeNull();
});
