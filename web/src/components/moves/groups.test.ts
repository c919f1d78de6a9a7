import { expect, test } from 'vitest';
import type { Move, What } from '../../api/types.js';
import { groupsOf, isAlike, sharesOf } from './groups.js';

const move = (what: What, kind: Move['record']['kind'] = 'contact', text = ''): Move => ({ record: { id: kind, kind, name: kind }, what, before: null, after: null, text });
const moves = (count: number, what: What) => Array.from({ length: count }, () => move(what));

test('what asks for action stands first; in a group, deals', () => {
  const groups = groupsOf([move('warmed'), move('went_quiet', 'contact'), move('went_quiet', 'account'), move('went_quiet', 'opportunity')]);
  expect(groups.map(({ what, moves: of }) => [what, of.map(({ record }) => record.kind)])).toEqual([
    ['went_quiet', ['opportunity', 'account', 'contact']],
    ['warmed', ['contact']],
  ]);
});

test.each([
  [[5, 5], 4, [2, 2]],
  [[1, 5], 5, [1, 4]],
  [[1, 1], 9, [1, 1]],
  [[], 5, []],
])('of groups of %j, %i in all: %j', (sizes, limit, shares) => {
  const words: What[] = ['went_quiet', 'warmed'];
  expect(sharesOf(groupsOf(sizes.flatMap((it, index) => moves(it, words[index]!))), limit)).toEqual(shares);
});

test.each([
  [['Fell from 3 to 1.', 'Fell from 30 to 21.'], true],
  [['Only Lea is left.', 'Only Ann is left.'], false],
  [['Fell from 3 to 1.'], false],
])('%j are alike: %s', (texts, alike) => expect(isAlike(texts.map((it) => move('cooled', 'lead', it)))).toBe(alike));
