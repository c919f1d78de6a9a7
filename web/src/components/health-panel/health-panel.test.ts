import { expect, test } from 'vitest';
import type { HealthState } from '../../api/types.js';
import { health, noHealth } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './health-panel.js';

test('a score has its story: rhythm, what moved it, last and next, parts, history', async () => {
  const panel = await mount('relata-health-panel', { health: health() });
  const text = textOf(panel);
  for (const part of [
    '72 of 100',
    'Good',
    'Declining',
    'Your usual gap is 9 days; it is now 23 days.',
    'Silence -12',
    '3 days before 13 Feb 2002',
    'in 5 days, on 18 Feb 2002',
    'Health over the last 4 days',
    'Calculated 13 Feb 2002, 05:12 UTC',
  ]) {
    expect(text).toContain(part);
  }
  expect(textOf(must(panel, 'details > summary'))).toBe('How the score adds up');
});

test.each<[HealthState, string, string]>([
  ['not_enough_information', 'two more exchanges are needed', 'There is not enough information for a score yet. Two more exchanges are needed.'],
  ['no_completed_activities', 'complete one', 'No activity has been completed yet, so there is nothing to go by. Complete one.'],
  ['in_progress', '', 'The score is being calculated. It appears here when it is ready.'],
  ['failed', 'the calendar is broken', 'The score could not be calculated. The calendar is broken.'],
  ['not_applicable', '', 'Health is calculated for open records alone, and this one is not open.'],
])('%s says why, and what is needed', async (state, needs, words) => {
  const panel = await mount('relata-health-panel', { health: noHealth(state, needs || null) });
  expect(textOf(panel)).toContain(words);
  expect(textOf(panel)).not.toContain('of 100');
  expect(find(panel, 'relata-health-parts')).toBeNull();
});

test('hidden health shows nothing of it', async () => {
  const panel = await mount('relata-health-panel', { health: noHealth('hidden') });
  expect(textOf(panel)).toBe('Your administrator has switched health off. The data are still gathered.');
});
