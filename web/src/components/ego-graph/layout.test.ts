import { expect, test } from 'vitest';
import { around, centre, lineWidth, mostShown } from './layout.js';

const size = { width: 640, height: 460 };

test('the strongest stands on top, the others follow clockwise', () => {
  const [first, second] = around(size, 4);
  expect(first).toEqual({ x: 320, y: 62 });
  expect(second).toEqual({ x: 576, y: 230 });
});

test.each([
  [340, 6],
  [640, 12],
  [1400, 12],
])('at a width of %i every node is inside', (width, most) => {
  expect(mostShown({ width, height: 440 })).toBe(most);
  for (const { x, y } of around({ width, height: 440 }, most)) {
    expect(x).toBeGreaterThanOrEqual(24);
    expect(x).toBeLessThanOrEqual(width - 24);
    expect(y).toBeGreaterThanOrEqual(24);
    expect(y).toBeLessThanOrEqual(440 - 24);
  }
});

test('a stronger tie is a thicker line', () => {
  expect(lineWidth(100)).toBeGreaterThan(lineWidth(10));
  expect(lineWidth(0)).toBeGreaterThan(lineWidth(null));
  expect(centre(size)).toEqual({ x: 320, y: 230 });
});
