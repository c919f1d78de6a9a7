import { afterEach, expect, test, vi } from 'vitest';
import type { Consent } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { consent, consented, off, viewer } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './consent-banner.js';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

async function show(answer: Consent | undefined, rights: string[]) {
  const { asked } = serve({ '/viewer': viewer({ rights }), ...(answer && { '/consent': answer }) });
  const banner = await mount('relata-consent-banner', {});
  await vi.waitFor(() => expect(asked()).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve));
  await banner.updateComplete;
  return banner;
}

test.each<[string, Consent | undefined, string[], string]>([
  ['awaiting', consent(), ['give_consent'], 'Consent is missing; 2 days left. Without it, who knows whom'],
  ['lapsed', consent({ state: 'lapsed', days_left: null }), [], 'Nobody consented in time. Who knows whom and the mailbox part of analytics turned themselves off on 15 Feb 2002.'],
  ['off, to somebody who can enable it', off(), ['manage_insights'], 'Relationship intelligence is off.'],
])('%s is said', async (_, answer, rights, text) => {
  expect(textOf(await show(answer, rights))).toContain(text);
});

test.each<[string, Consent | undefined]>([
  ['consented', consented()],
  ['off', off()],
  ['what may not be asked', undefined],
])('%s is no matter to somebody who cannot act', async (_, answer) => {
  expect(textOf(await show(answer, []))).toBe('');
});

test('who can act is led there and cannot put it away', async () => {
  const banner = await show(consent(), ['give_consent']);
  expect(must(banner, 'a').getAttribute('href')).toBe('/settings/consent');
  expect(find(banner, 'button')).toBeNull();
});

test('anybody else puts it away until the browser is closed', async () => {
  const banner = await show(consent(), []);
  await press(banner, 'Put away until the browser is closed');
  expect(textOf(banner)).toBe('');
  vi.restoreAllMocks();
  document.body.replaceChildren();
  expect(textOf(await show(consent(), []))).toBe('');
});
