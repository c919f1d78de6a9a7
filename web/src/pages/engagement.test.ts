import { afterEach, expect, test, vi } from 'vitest';
import { OpenAccountEvent } from '../components/engagement-table/engagement-table.events.js';
import { engagement, engagementRow, privacy, suppressedRow } from '../testing/engagement.js';
import { find, mount, must, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import './engagement.js';

afterEach(() => {
  vi.restoreAllMocks();
  history.replaceState(null, '', '/');
});

async function show(address: string, changed = {}) {
  const server = serve({
    '/engagement': engagement(changed),
    '/records/A-1/engagement': { ...privacy(), level: 'month', rows: [{ ...engagementRow(), start: '2002-01-01' }] },
    '/segments/stale': { accounts: [], suppressed: 0 },
  });
  const page = await mount('relata-engagement-page', { address: new URLSearchParams(address) });
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('level, period and account are in the address', async () => {
  const { page, asked } = await show('level=month&start=2002-01-01&account=A-1');
  await vi.waitFor(() => expect(find(page, 'relata-engagement-history')).not.toBeNull());
  expect(asked().sort()).toEqual(['/engagement?level=month&start=2002-01-01', '/records/A-1/engagement?level=month', '/segments/stale?days=60']);
  expect(must(page, '.download').getAttribute('href')).toBe('/api/v1/engagement.csv?level=month&start=2002-01-01');
  must(page, 'relata-engagement-table').dispatchEvent(new OpenAccountEvent(null));
  expect(location.search).toBe('?level=month&start=2002-01-01');
});

test.each([
  [{ consented: false, periods: [], accounts: [] }, 'Your organisation has not agreed to this yet'],
  [{ periods: [], accounts: [] }, 'Nothing has been released at this level yet'],
  [{ accounts: [suppressedRow()] }, 'No account can be shown in this period In a longer period more of our people take part, so more accounts can be shown. Show the year'],
  [{ accounts: [] }, 'No account was measured in this period.'],
])('%o: %s', async (changed, text) => {
  const { page, asked } = await show('', changed);
  expect(textOf(page)).toContain(text);
  expect(asked()[0]).toBe('/engagement?level=month');
});
