import { expect, test } from 'vitest';
import type { Erasure } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { erasure } from '../../testing/privacy.js';
import './erasure-list.js';

const by = '13 Feb 2002, 09:00 UTC, Adam';
const later = 'The receipt can be downloaded here once all files are gone.';

test.each<[string, Partial<Erasure>, string, string | null]>([
  ['asked for', { state: 'requested', rows_gone_at: null, counts: {} }, `Being removed from the database , under way within minutes Gone from all files , still to come by 15 Mar 2002 ${later}`, null],
  ['out of the database', {}, `Gone from the database , done 13 Feb 2002, 09:02 UTC Gone from all files , under way by 15 Mar 2002 Erased: 1,204 interactions ${later}`, null],
  ['complete', { state: 'files_gone', files_gone_at: '2002-02-20T09:00:00Z' }, 'Gone from all files , done 20 Feb 2002, 09:00 UTC Erased: 1,204 interactions Receipt', '/api/v1/erasures/3/receipt'],
  ['stopped', { state: 'failed', rows_gone_at: null, detail: 'the disk is full' }, 'It stopped, and is tried again by itself. The disk is full.', null],
])('an erasure that is %s says so', async (_, changed, text, receipt) => {
  const list = await mount('relata-erasure-list', { erasures: [erasure({ ...changed, person: { id: '7', name: 'Lea Brandt' } })] });
  expect(textOf(list)).toContain(`Lea Brandt (no. 3) asked for · ${by} Out of sight , done since 13 Feb 2002, 09:00 UTC`);
  expect(textOf(list)).toContain(text);
  expect(find(list, 'a')?.getAttribute('href') ?? null).toBe(receipt);
});

test.each<[Partial<Erasure>, string]>([
  [{ person: { id: '7', name: 'Lea Brandt' } }, 'Lea Brandt (no. 3)'],
  [{ rows_gone_at: null }, 'An address that was never met (no. 3)'],
  [{}, 'A person whose name is erased too (no. 3)'],
  [{ kind: 'everything', rows_gone_at: null }, 'Everything (no. 3)'],
])('%o is about %s', async (changed, title) => {
  expect(textOf(must(await mount('relata-erasure-list', { erasures: [erasure(changed)] }), 'h3'))).toBe(title);
});

test.each<[Record<string, number>, string]>([
  [{ 'log.interaction': 1, 'log.interaction changed': 2, 'log.sighting': 0, 'log.strange things': 3 }, 'Erased: 1 interaction · taken out of 2 interactions of others · 3 log.strange things'],
  [{ 'log.interaction': 0 }, 'Erased: nothing was stored'],
])('%o is said in words', async (counts, text) => {
  expect(textOf(await mount('relata-erasure-list', { erasures: [erasure({ counts })] }))).toContain(text);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-erasure-list', { erasures: [erasure({ person: { id: '7', name }, requested_by: name, reason: name })] }), 'img, script')).toBeNull();
});
