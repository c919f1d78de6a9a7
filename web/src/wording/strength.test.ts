import { expect, test } from 'vitest';
import { signedPoints, strengthInWords } from './strength.js';

test('a strength is its band and its number', () => {
  expect(strengthInWords({ band: 'strong', strength: 82 })).toBe('Strong, 82 of 100');
  expect(strengthInWords({ band: 'unknown', strength: null })).toBe('Unknown: mail in one direction only');
});

test.each([
  [12, '+12'],
  [-3, '-3'],
  [0, '0'],
])('%d points are %s', (points, expected) => {
  expect(signedPoints(points)).toBe(expected);
});
