import { expect, test } from 'vitest';
import { isNarrowed, readRecordQuery, recordParams } from './record-query.js';

const read = (address: string) => readRecordQuery(new URLSearchParams(address));
const written = (address: string) => {
  const given = Object.entries(recordParams(read(address))).filter((it): it is [string, string] => it[1] !== undefined);
  return new URLSearchParams(given).toString();
};

test.each([
  ['', 'kind=opportunity'],
  ['kind=lead', 'kind=lead'],
  ['kind=nonsense&status=won&sort=magic', 'kind=opportunity&status=won'],
  ['kind=contact&status=won&mine=false', 'kind=contact'],
  ['kind=opportunity&status=open&mine=true&sort=health&order=asc', 'kind=opportunity&status=open&mine=true&sort=health&order=asc'],
  ['sort=health', 'kind=opportunity&sort=health&order=desc'],
  ['sort=close', 'kind=opportunity&sort=close&order=asc'],
  ['kind=account&q=%20a%26b%20&grade=none&trend=declining', 'kind=account&grade=none&trend=declining&q=a%26b'],
])('%j is read, and written as %j', (address, expected) => {
  expect(written(address)).toBe(expected);
});

test.each([
  ['kind=lead&sort=last', false],
  ['kind=lead&mine=true', true],
  ['q=x', true],
])('%j narrows: %s', (address, narrowed) => {
  expect(isNarrowed(read(address))).toBe(narrowed);
});
