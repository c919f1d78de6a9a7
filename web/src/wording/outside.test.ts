import { expect, test } from 'vitest';
import { isolated, plain, sentence } from './outside.js';

test.each([
  ['Lea Brandt', 'Lea Brandt'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['Anna \u202egnp.exe', 'Anna \ufffdgnp.exe'],
  ['a\u2069b\u0000c\r\nd', 'a\ufffdb\ufffdc\ufffd\ufffdd'],
  ['Zoë \u200f', 'Zoë \u200f'],
])('%j is shown as %j', (given, shown) => {
  expect(plain(given)).toBe(shown);
});

test.each([
  ['8 interactions in both directions', '8 interactions in both directions.'],
  ['nothing speaks against it.', 'Nothing speaks against it.'],
  ['', ''],
])('the remark %j is the sentence %j', (given, shown) => {
  expect(sentence(given)).toBe(shown);
});

test('a name that reads from right to left does not turn the sentence around it', () => {
  expect(isolated('שרה')).toBe('\u2068שרה\u2069');
  expect(isolated('Sarah')).toBe('Sarah');
});

test('marks around a name are left out of a sentence', () => {
  expect(sentence('the role `auditor` has it')).toBe('The role auditor has it.');
});
