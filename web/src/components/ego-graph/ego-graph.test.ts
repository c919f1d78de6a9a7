import { expect, test } from 'vitest';
import type { WhyEvent } from '../../events/pair.js';
import { answer, named, unknown } from '../../testing/examples.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import { neighbour } from './ego-graph.js';

const show = (introducers = [named('Amber', '1'), named('Ben', '2'), unknown()]) =>
  mount('relata-ego-graph', { target: answer().target, introducers });

test('every colleague is a button with a name that says how strong', async () => {
  const graph = await show();
  const labels = everythingIn(graph).filter((it) => it.matches('.node')).map((it) => it.getAttribute('aria-label'));
  expect(labels).toEqual([
    'Amber: Strong, 82 of 100. Opens the evidence.',
    'Ben: Strong, 82 of 100. Opens the evidence.',
    'Amber Adams: Unknown: mail in one direction only. Opens the evidence.',
  ]);
});

test('Tab reaches one node, the first', async () => {
  const graph = await show();
  const stops = everythingIn(graph).filter((it) => it.matches('.node')).map((it) => it.getAttribute('tabindex'));
  expect(stops).toEqual(['0', '-1', '-1']);
});

test('an unknown tie is drawn as such', async () => {
  expect(find(await show([unknown()]), 'line.unknown')).not.toBeNull();
});

test('Enter opens the evidence of the node one stands on', async () => {
  const graph = await show();
  const heard = new Promise<WhyEvent>((resolve) => graph.addEventListener('relata-why', resolve));
  must(graph, 'svg').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect((await heard).pair.colleague.name).toBe('Amber');
});

test('who has no room is counted', async () => {
  const graph = await show(Array.from({ length: 15 }, (_, index) => named(`Colleague ${index}`, String(index))));
  expect(textOf(graph)).toContain('3 more colleagues are in the list.');
});

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 0],
  ['ArrowLeft', 0, 2],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['a', 0, null],
])('%s leads from %i to %s', (key, from, to) => {
  expect(neighbour(key, from, 3)).toBe(to);
});

test.each(HOSTILE_NAMES)('%j is only text, and short', async (name) => {
  const graph = await show([named(name)]);
  expect(find(graph, 'img, script')).toBeNull();
  const label = textOf(must(graph, '.node .label'));
  expect([...label].length).toBeLessThanOrEqual(18);
  expect(label).not.toMatch(/[\u202a-\u202e]/);
});
