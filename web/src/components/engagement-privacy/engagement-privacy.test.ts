import { expect, test } from 'vitest';
import type { Privacy } from '../../api/types.js';
import { privacy } from '../../testing/engagement.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './engagement-privacy.js';

const budget = (epsilon_spent: number) => ({ budget: { ...privacy().budget, epsilon_spent } });

test.each<[Partial<Privacy>, string]>([
  [{}, 'at least 5 of our people'],
  [{}, '3.2 of 10 spent in 2002. 17 more releases are possible before it renews on 1 Jan 2003.'],
  [{ epsilon_per_release: 0 }, 'Each release spends a part of a yearly budget (ε, epsilon: the less, the more noise). 3.2 of 10 spent in 2002. It renews on 1 Jan 2003.'],
  [budget(9.6), 'One more release is possible'],
  [budget(9.9), 'The budget is spent: nothing more is released until it renews on 1 Jan 2003.'],
  [{}, 'Emails to them ± 7.49'],
  [{ accuracy: [{ measure: 'constructor', half_width_95: 1 }] }, 'constructor ± 1'],
])('%o: %s', async (changed, text) => {
  expect(textOf(await mount('relata-engagement-privacy', { privacy: privacy(changed) }))).toContain(text);
});

test('the budget is a meter that says what it means', async () => {
  const meter = must(await mount('relata-engagement-privacy', { privacy: privacy() }), '[role=meter]');
  expect(['valuenow', 'valuemax', 'valuetext'].map((it) => meter.getAttribute(`aria-${it}`))).toEqual(['3.2', '10', '3.2 of 10 spent in 2002.']);
});
