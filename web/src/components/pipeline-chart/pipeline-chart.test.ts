import { afterEach, expect, test, vi } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, settled, textOf } from '../../testing/mount.js';
import { bubble, pipeline } from '../../testing/pipeline.js';
import { inOrder, lookOf, sizeOf } from './layout.js';
import type { RelataPipelineChart } from './pipeline-chart.js';
import './pipeline-chart.js';

afterEach(() => history.replaceState(null, '', '/'));

const none = { state: 'not_enough_information', score: null, trend: 'not_applicable' } as const;

async function press(chart: RelataPipelineChart, ...keys: string[]) {
  for (const key of keys) must(chart, '.walk').dispatchEvent(new KeyboardEvent('keydown', { key }));
  await settled(chart);
}

test.each([
  [400, 400, 60],
  [100, 400, 30],
  [0, 400, 7],
  [-5, 400, 7],
  [null, 400, 7],
  [null, 0, 7],
])('revenue %s where the largest is %s: %s px', (revenue, largest, size) => {
  expect(sizeOf(revenue, largest, 'good')).toBe(size);
});

test('a triangle has the area of a circle of the same revenue', () => {
  const [circle, triangle] = [sizeOf(100, 400, 'good'), sizeOf(100, 400, 'poor')];
  expect(triangle ** 2 / 2).toBeCloseTo(Math.PI * (circle / 2) ** 2);
});

test.each([
  ['poor', 'poor'],
  ['in_progress', 'in_progress'],
  ['failed', 'none'],
  ['hidden', 'none'],
] as const)('%s looks %s', (state, look) => {
  expect(lookOf(state)).toBe(look);
});

test('the table says what the bubbles show', async () => {
  const chart = await mount('relata-pipeline-chart', { pipeline: pipeline([bubble(), bubble({ id: 'O-2', name: 'Turbines', revenue: null, health: none })]) });
  await settled(must(chart, 'relata-chart'));
  expect(textOf(must(chart, 'tbody'))).toBe(
    'Turbines Acme Amber – 31 Mar 2002 Negotiation Not enough information ' +
      'Gas storage Acme Amber £100,000 31 Mar 2002 Negotiation 48 of 100, fair, declining',
  );
});

test('arrows walk by close date, and a screen reader hears each', async () => {
  const bubbles = [bubble({ id: 'late', name: 'Late', close_on: '2002-09-01' }), bubble({ id: 'soon', name: 'Soon' })];
  expect(inOrder(bubbles).map(({ id }) => id)).toEqual(['soon', 'late']);
  const chart = await mount('relata-pipeline-chart', { pipeline: pipeline(bubbles) });
  expect(textOf(must(chart, '[role=option]'))).toContain('2 opportunities');
  await press(chart, 'ArrowRight');
  expect(textOf(must(chart, '[role=option]'))).toBe(
    'Soon, Acme · Amber, £100,000 · Negotiation, Closes 31 Mar 2002, Health: 48 of 100, fair, declining',
  );
  expect(must(chart, '.walk').getAttribute('aria-activedescendant')).toBe('bubble-0');
  await press(chart, 'ArrowRight', 'ArrowRight', 'Enter');
  expect(location.pathname).toBe('/records/late');
});

test('a click on a bubble opens it; where nothing hovers, it says first what it is', async () => {
  const chart = await mount('relata-pipeline-chart', { pipeline: pipeline([bubble()]) });
  const { PointEvent } = await import('../chart/chart.events.js');
  const touch = vi.spyOn(globalThis, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList);
  must(chart, 'relata-chart').dispatchEvent(new PointEvent(1, 0));
  await settled(chart);
  expect(textOf(must(chart, '.detail'))).toContain('Gas storage');
  touch.mockRestore();
  must(chart, 'relata-chart').dispatchEvent(new PointEvent(1, 0));
  expect(location.pathname).toBe('/records/O-1');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const chart = await mount('relata-pipeline-chart', { pipeline: pipeline([bubble({ name, stage: name, owner: name })]) });
  await press(chart, 'ArrowRight');
  expect(find(chart, 'img, script')).toBeNull();
  expect(textOf(chart)).not.toMatch(/[\u202a-\u202e]/);
});
