import { afterEach, expect, test, vi } from 'vitest';
import { SaveEvent } from '../../components/analytics-settings/analytics-settings.events.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { serve } from '../../testing/server.js';
import { settings } from '../../testing/settings.js';
import './analytics.js';

afterEach(() => vi.restoreAllMocks());

async function show(answer: unknown, status = 200) {
  const server = serve({ '/settings/analytics': answer }, status);
  const page = await mount('relata-analytics-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('what is saved is sent, and how much it changed is said', async () => {
  const { page } = await show(settings());
  const changed = settings({ grades: { good: 70, fair: 40 } });
  const { sent } = serve({ '/settings/analytics': { settings: changed, regraded: 500, milliseconds: 1234 } });
  must(page, 'relata-analytics-settings').dispatchEvent(new SaveEvent(changed));
  await vi.waitFor(() => expect(textOf(page)).toContain('Saved. 500 records were graded anew in 1.2 seconds.'));
  expect([sent()?.method, JSON.parse(String(sent()?.body))]).toEqual(['PUT', changed]);
});

test('what the server refuses stays in the form', async () => {
  const { page } = await show(settings());
  serve({ '/settings/analytics': { detail: 'the group cannot shrink' } }, 400);
  must(page, 'relata-analytics-settings').dispatchEvent(new SaveEvent(settings()));
  await vi.waitFor(() => expect(textOf(must(page, '[role=alert]'))).toBe('The group cannot shrink.'));
});

test.each([
  [403, 'You lack a right for this'],
  [500, 'This could not be loaded'],
])('%i: %s', async (status, text) => {
  const { page } = await show({ detail: 'only an administrator may' }, status);
  expect(textOf(page)).toContain(text);
  expect(textOf(page)).toMatch(/only an administrator may/i);
});
