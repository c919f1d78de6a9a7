import { expect, test } from 'vitest';
import { onlyNothing } from './trusted-types.js';

test.each([
  ['', ''],
  [' ', null],
  ['<img src=x>', null],
])('%j becomes %j', (text, expected) => expect(onlyNothing(text)).toBe(expected));
