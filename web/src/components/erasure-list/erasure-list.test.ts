import { expect, test } from 'vitest';
import type { Erasure } from '../../api/privacy-types.js';
import { find, mount, textOf } from '../../testing/mount.js';
import { erasure } from '../../testing/privacy.js';
import './erasure-list.js';

test.each<[string, Partial<Erasure>, string, string | null]>([
  ['asked for', { state: 'requested', rows_gone_at: null, counts: {} }, 'Being removed from the database , under way within minutes Gone from all files , still to come by 15 Mar 2002', null],
  ['out of the database', {}, 'Gone from the database , done 13 Feb 2002, 09:02 UTC Gone from all files , under way by 15 Mar 2002 Erased: interactions 1,204', '/api/v1/erasures/3/receipt'],
  ['complete', { state: 'files_gone', files_gone_at: '2002-02-20T09:00:00Z' }, 'Gone from all files , done 20 Feb 2002, 09:00 UTC', '/api/v1/erasures/3/receipt'],
  ['stopped', { state: 'failed', rows_gone_at: null, detail: 'the disk is full' }, 'It stopped, and is tried again by itself. The disk is full.', null],
])('an erasure that is %s says so', async (_, changed, text, receipt) => {
  const list = await mount('relata-erasure-list', { erasures: [erasure(changed)] });
  expect(textOf(list)).toContain('A person (no. 3) asked for · 13 Feb 2002, 09:00 UTC, Adam Out of sight , done since 13 Feb 2002, 09:00 UTC');
  expect(textOf(list)).toContain(text);
  expect(find(list, 'a')?.getAttribute('href') ?? null).toBe(receipt);
});
