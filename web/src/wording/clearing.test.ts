import { expect, test } from 'vitest';
import { clearingSteps, isClearing, type Clearing } from './clearing.js';

const HIDDEN = '2002-02-13T09:00:00Z';
const begun: Clearing = { hidden_at: HIDDEN, rows_due: null, rows_gone_at: null, files_due: null, files_gone_at: null };

test.each<[Partial<Clearing>, string[]]>([
  [{}, ['done since 13 Feb 2002, 09:00 UTC', 'now within minutes', 'ahead within 30 days']],
  [{ rows_due: '2002-02-14T09:00:00Z', files_due: '2002-03-15T09:00:00Z' }, ['done since 13 Feb 2002, 09:00 UTC', 'now by 14 Feb 2002, 09:00 UTC', 'ahead by 15 Mar 2002']],
  [{ rows_gone_at: '2002-02-13T09:02:00Z' }, ['done since 13 Feb 2002, 09:00 UTC', 'done 13 Feb 2002, 09:02 UTC', 'now within 30 days']],
  [
    { rows_gone_at: '2002-02-13T09:02:00Z', files_gone_at: '2002-02-20T09:00:00Z' },
    ['done since 13 Feb 2002, 09:00 UTC', 'done 13 Feb 2002, 09:02 UTC', 'done 20 Feb 2002, 09:00 UTC'],
  ],
])('%o', (changed, steps) => {
  expect(clearingSteps({ ...begun, ...changed }).map(({ state, when }) => `${state} ${when}`)).toEqual(steps);
});

test('what failed stands at the step it came to', () => {
  expect(clearingSteps(begun, true).map(({ state }) => state)).toEqual(['done', 'failed', 'ahead']);
});

test.each([
  [{ hidden_at: null, rows_gone_at: null }, false],
  [{ hidden_at: HIDDEN, rows_gone_at: null }, true],
  [{ hidden_at: HIDDEN, rows_gone_at: HIDDEN }, false],
])('%o is waited for: %s', (clearing, waits) => {
  expect(isClearing(clearing)).toBe(waits);
});
