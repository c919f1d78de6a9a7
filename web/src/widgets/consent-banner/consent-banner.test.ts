import { afterEach, expect, test, vi } from 'vitest';
import type { Enabling } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { viewer } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './consent-banner.js';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

const awaiting: Enabling = { state: 'awaiting', lapses_at: '2002-02-15T09:00:00Z', days_left: 2 };
const lapsed: Enabling = { ...awaiting, state: 'lapsed', days_left: null };
const off: Enabling = { state: 'off', lapses_at: null, days_left: null };

async function show(enabling: Enabling, rights: string[]) {
  const { asked } = serve({ '/viewer': viewer({ rights }) });
  const banner = await mount('relata-consent-banner', { enabling });
  await vi.waitFor(() => expect(asked()).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve));
  await banner.updateComplete;
  return banner;
}

test.each<[string, Enabling, string[], string]>([
  ['awaiting', awaiting, [], 'Consent is missing; 2 days left. Without it, who knows whom and the mailbox part of analytics turn themselves off on 15 Feb 2002.'],
  ['lapsed', lapsed, [], 'Nobody consented in time. Who knows whom and the mailbox part of analytics turned themselves off on 15 Feb 2002.'],
  ['withdrawn', { ...off, state: 'withdrawn' }, [], 'Consent is withdrawn. Nothing from mailboxes is shown any more.'],
  ['off, to somebody who can enable it', off, ['manage_insights'], 'Relationship intelligence is off.'],
])('%s is said', async (_, enabling, rights, text) => {
  expect(textOf(await show(enabling, rights))).toContain(text);
});

test.each<[string, Enabling]>([
  ['consented', { ...off, state: 'consented' }],
  ['off', off],
])('%s is no matter to somebody who cannot act', async (_, enabling) => {
  expect(textOf(await show(enabling, []))).toBe('');
});

test('who can act is led there and cannot put it away', async () => {
  const banner = await show(awaiting, ['give_consent']);
  expect(must(banner, 'a').getAttribute('href')).toBe('/settings/consent');
  expect(find(banner, 'button')).toBeNull();
});

test('anybody else puts it away until the browser is closed', async () => {
  const banner = await show(awaiting, []);
  await press(banner, 'Put away until the browser is closed');
  expect(textOf(banner)).toBe('');
  vi.restoreAllMocks();
  document.body.replaceChildren();
  expect(textOf(await show(awaiting, []))).toBe('');
});
