import { expect, test } from 'vitest';
import type { Privacy } from '../../api/types.js';
import { privacy } from '../../testing/engagement.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './engagement-privacy.js';

const budget = (epsilon_spent: number) => ({ budget: { ...privacy().budget, epsilon_spent } });

test.each<[Partial<Privacy>, string]>([
  [{}, 'at least 5 of our people'],
  [{}, '3.2 of 10 spent in 2002. What is released together tells less than the sum of its parts. Periods from 1 Jan 2003 on have a budget of their own.'],
  [{ epsilon_per_release: 0 }, 'Each release spends a part of a yearly budget (ε, epsilon: the less, the more noise). 3.2 of 10 spent in 2002.'],
  [budget(10), 'The budget is spent: nothing more is released of this year.'],
  [{}, 'Emails to them ± 7.49'],
  [{ accuracy: [{ measure: 'constructor', half_width_95: 1 }] }, 'constructor ± 1'],
])('%o: %s', async (changed, text) => {
  expect(textOf(await mount('relata-engagement-privacy', { privacy: privacy(changed) }))).toContain(text);
});

test('the budget is a meter that says what it means', async () => {
  const meter = must(await mount('relata-engagement-privacy', { privacy: privacy() }), '[role=meter]');
  expect(['valuenow', 'valuemax', 'valuetext'].map((it) => meter.getAttribute(`aria-${it}`))).toEqual(['3.2', '10', '3.2 of 10 spent in 2002.']);
});
