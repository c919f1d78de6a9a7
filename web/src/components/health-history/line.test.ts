import { expect, test } from 'vitest';
import { changes, strokes } from './line.js';

const history = (...scores: (number | null)[]) => scores.map((score, index) => ({ on: `2002-02-0${index + 1}`, score }));

test.each([
  [[], []],
  [[null, null], []],
  [[50, 60], ['M0 50L1 40']],
  [[50, null, 60, 70], ['M0 50h.01', 'M2 40L3 30']],
])('%j draws %j', (scores, paths) => expect(strokes(history(...scores))).toEqual(paths));

test('only changes are worth a row, the newest first', () => {
  expect(changes(history(50, 50, 60, null, null)).map(({ on, score }) => [on, score])).toEqual([
    ['2002-02-04', null],
    ['2002-02-03', 60],
    ['2002-02-01', 50],
  ]);
});
