import { afterEach, expect, test, vi } from 'vitest';
import type { Overview } from '../api/types.js';
import { find, mount, must, textOf } from '../testing/mount.js';
import { viewer } from '../testing/privacy.js';
import { serve } from '../testing/server.js';
import './overview.js';

afterEach(() => vi.restoreAllMocks());

const overview: Overview = {
  organisation: 'Acme',
  enabling: { state: 'awaiting', lapses_at: '2002-02-15T09:00:00Z', days_left: 2 },
  computed_for: null,
  computed_at: null,
  counts: { accounts: 1, colleagues: 2, contacts: 3, interactions: 4, leads: 5, mailboxes: 6, opportunities: 7, pairs: 8, people: 9 },
  sources: [],
};

test('whoever may see no record sees the overview, and where enabling stands', async () => {
  serve({ '/overview': overview, '/viewer': viewer({ rights: ['see_overview'] }) });
  const page = await mount('relata-overview-page', {});
  await vi.waitFor(() => expect(textOf(must(page, 'relata-consent-banner'))).toContain('Consent is missing; 2 days left.'));
  expect(textOf(must(page, 'h1'))).toBe('Who knows whom at Acme');
  expect(find(page, 'relata-problem')).toBeNull();
});
