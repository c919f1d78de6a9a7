import { expect, test } from 'vitest';
import { activities } from '../../testing/analytics-examples.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import './activity-chart.js';

test('per day and per week', async () => {
  const chart = await mount('relata-activity-chart', { activities: activities() });
  expect(textOf(must(chart, 'relata-chart'))).toContain('4 Feb 2002 3 0 1 0');
  expect(textOf(must(chart, 'relata-week-timeline'))).toContain('4 Feb 2002 2 2');
});

test('a silent period is said', async () => {
  const chart = await mount('relata-activity-chart', { activities: activities({ days: [], weeks: [] }) });
  expect(textOf(chart)).toBe('Nothing happened between 1 Feb 2002 and 14 Feb 2002.');
  expect(find(chart, 'relata-chart')).toBeNull();
});
