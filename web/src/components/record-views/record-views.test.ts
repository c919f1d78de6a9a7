import { expect, test } from 'vitest';
import { readRecordQuery } from '../../api/record-query.js';
import { everythingIn, mount, must, textOf } from '../../testing/mount.js';
import './record-views.js';

test.each([
  ['kind=opportunity', 'All opportunities'],
  ['kind=opportunity&status=open&mine=true&sort=health', 'My open opportunities by relationship'],
  ['kind=opportunity&status=open&sort=revenue', 'Open opportunities by relationship'],
  ['kind=opportunity&status=won&mine=true', 'All opportunities'],
  ['kind=contact&sort=health&order=asc', 'Contacts by relationship'],
  ['kind=contact&grade=poor', 'All contacts'],
  ['kind=account&mine=true', 'My accounts by relationship'],
])('%j is %s', async (address, label) => {
  const views = await mount('relata-record-views', { query: readRecordQuery(new URLSearchParams(address)) });
  expect(textOf(must(views, '[aria-current=page]'))).toBe(label);
});

test('each view is a link to its list', async () => {
  const views = await mount('relata-record-views', { query: readRecordQuery(new URLSearchParams('kind=lead')) });
  expect(everythingIn(views).filter((it) => it.matches('a')).map((it) => it.getAttribute('href'))).toEqual([
    '/records?kind=lead&status=open&mine=true&sort=health&order=asc',
    '/records?kind=lead&status=open&sort=health&order=asc',
    '/records?kind=lead',
  ]);
});
