import { expect, test } from 'vitest';
import type { Standing } from '../../api/types.js';
import { find, mount, textOf } from '../../testing/mount.js';
import './grade.js';

test.each<[Standing, string, string]>([
  [{ state: 'good', score: 72, trend: 'improving' }, '72 Good Improving', 'circle'],
  [{ state: 'fair', score: 41, trend: 'steady' }, '41 Fair Steady', 'path'],
  [{ state: 'poor', score: 0, trend: 'declining' }, '0 Poor Declining', 'path'],
  [{ state: 'poor', score: 12, trend: 'not_enough_information' }, '12 Poor', 'path'],
  [{ state: 'in_progress', score: null, trend: 'not_applicable' }, 'In progress', '.hollow'],
  [{ state: 'not_applicable', score: null, trend: 'not_applicable' }, 'Not applicable', '.hollow'],
])('%o reads %j', async (standing, text, shape) => {
  const grade = await mount('relata-grade', standing);
  expect(textOf(grade)).toBe(text);
  expect(find(grade, shape)).not.toBeNull();
});
