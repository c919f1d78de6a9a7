import { expect, test } from 'vitest';
import { brokenInWords, readingInWords } from './coverage.js';

test.each([
  [48900, 'Mail of Anna: 31,200 of 48,900 mails read; results improve as reading goes on.'],
  [null, 'Mail of Anna: 31,200 mails read so far; results improve as reading goes on.'],
])('a source with %s mails is still being read', (expected, sentence) => {
  expect(readingInWords({ source: 'Mail of Anna', read: 31200, expected })).toBe(sentence);
});

test.each([
  ['2001-05-04', 'Calendar of Jon stopped on 4 May 2001: password changed.'],
  [null, 'Calendar of Jon stopped: password changed.'],
])('a source stopped (%s)', (since, sentence) => {
  expect(brokenInWords({ source: 'Calendar of Jon', detail: 'password changed.', since })).toBe(sentence);
});
