import { expect, test } from 'vitest';
import type { EngagementHistory } from '../../api/types.js';
import { engagementRow, privacy, suppressedRow } from '../../testing/engagement.js';
import { everythingIn, mount, settled, textOf } from '../../testing/mount.js';
import './engagement-history.js';

const history = (rows: EngagementHistory['rows']): EngagementHistory => ({ ...privacy(), level: 'month', rows });

test('each measure has its figures, oldest first; a period that is not shown says why', async () => {
  const element = await mount('relata-engagement-history', {
    history: history([
      { ...engagementRow({ emails_to: 30 }), start: '2002-02-01' },
      { ...suppressedRow(), start: '2001-12-01' },
      { ...engagementRow({ emails_to: 20 }), start: '2002-01-01' },
    ]),
  });
  const charts = everythingIn(element).filter((it) => it.matches('relata-chart'));
  await Promise.all(charts.map(settled));
  expect(charts.map((it) => (it as HTMLElement & { label: string }).label)).toEqual([
    'Score', 'Emails', 'People in emails', 'Meetings', 'People in meetings', 'Days since the last', 'Length of a meeting, minutes', 'Time to a reply, hours',
  ]);
  expect(textOf(charts[1]!)).toContain('December 2001 – – January 2002 20 98 February 2002 30 98');
  expect(textOf(element)).toContain('December 2001: Fewer than 5 of our people took part.');
});

test('what was never measured has no chart, and one period no course', async () => {
  const rows = ['2002-01-01', '2002-02-01'].map((start) => ({ ...engagementRow({ mean_reply_hours: null }), start }));
  const labels = (element: Element) => everythingIn(element).filter((it) => it.matches('relata-chart')).map((it) => (it as HTMLElement & { label: string }).label);
  expect(labels(await mount('relata-engagement-history', { history: history(rows) }))).not.toContain('Time to a reply, hours');
  const one = await mount('relata-engagement-history', { history: history(rows.slice(1)) });
  expect([labels(one), textOf(one)]).toEqual([[], 'One period has been released at this level so far; a course shows from the second on.']);
});

test('nothing released is said', async () => {
  expect(textOf(await mount('relata-engagement-history', { history: history([]) }))).toBe('Nothing has been released of this account at this level.');
});
