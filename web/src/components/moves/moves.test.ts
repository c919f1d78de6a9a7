import { expect, test } from 'vitest';
import type { Move } from '../../api/types.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, settled, textOf } from '../../testing/mount.js';
import './moves.js';

const move = (changed: Partial<Move> = {}): Move => ({
  record: { id: 'C-1', kind: 'contact', name: 'Lea Brandt' },
  what: 'cooled',
  before: 71,
  after: 48,
  text: 'no answer to 3 emails',
  ...changed,
});

test('a move says who, why, and from what to what', async () => {
  const moves = await mount('relata-moves', { moves: [move()] });
  expect(textOf(must(moves, 'li'))).toBe('Lea Brandt Contact No answer to 3 emails. Health from 71 to 48 71 → 48');
  expect(must(moves, 'a').getAttribute('href')).toBe('/records/C-1');
});

test.each([
  [null, 55, 'Health from no score to 55'],
  [40, null, 'Health from 40 to no score'],
])('from %s to %s', async (before, after, text) => {
  expect(textOf(await mount('relata-moves', { moves: [move({ before, after })] }))).toContain(text);
});

test('what has no score says none', async () => {
  const moves = await mount('relata-moves', { moves: [move({ what: 'single_threaded', before: null, after: null })] });
  expect(find(moves, '.change')).toBeNull();
});

test('what asks for action stands first, each group with its count', async () => {
  const moves = await mount('relata-moves', {
    moves: [move({ what: 'warmed' }), move(), move({ what: 'went_quiet' }), move({ what: 'warmed' })],
  });
  expect(everythingIn(moves).filter((it) => it.matches('h2')).map(textOf)).toEqual(['Went quiet 1', 'Cooled 1', 'Warmed 2']);
});

test('of a long group the first are shown, and all on demand', async () => {
  const moves = await mount('relata-moves', { moves: Array.from({ length: 9 }, () => move()) });
  const rows = () => everythingIn(moves).filter((it) => it.matches('li')).length;
  expect(rows()).toBe(6);
  expect(textOf(must(moves, 'li'))).toBe('Lea Brandt Contact Health from 71 to 48 71 → 48');
  must(moves, 'button').click();
  await settled(moves);
  expect([rows(), find(moves, 'button')]).toEqual([9, null]);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const moves = await mount('relata-moves', { moves: [move({ record: { id: 'x', kind: 'lead', name }, text: name })] });
  expect(find(moves, 'img, script')).toBeNull();
  expect(textOf(moves)).not.toMatch(/[\u202a-\u202e]/);
});
