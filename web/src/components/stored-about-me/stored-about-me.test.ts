import { expect, test, vi } from 'vitest';
import { stored } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import './stored-about-me.js';

const request = (state: 'requested' | 'ready' | 'expired' | 'failed') => stored({ access_request: { id: '5', state, requested_at: '2002-02-12T08:00:00Z' } });

test('counts, how long, and what never is', async () => {
  const text = textOf(await mount('relata-stored-about-me', { stored: stored() }));
  for (const part of ['1,204 ', 'Emails sent', 'From 13 Feb 2000 to 12 Feb 2002.', 'no subject, no text, no attachment', 'gone within 30 days']) expect(text).toContain(part);
});

test('a row is shown as it is stored', async () => {
  const table = must(await mount('relata-stored-about-me', { stored: stored() }), 'table');
  expect(textOf(table)).toBe('colleague_id 17 last_call –');
});

test('everything is asked for', async () => {
  const element = await mount('relata-stored-about-me', { stored: stored() });
  const heard = vi.fn();
  element.addEventListener('relata-everything', heard);
  must(element, '.everything button').click();
  expect(heard).toHaveBeenCalledOnce();
});

test.each([
  ['requested', 'Being put together since 12 Feb 2002', false],
  ['ready', 'Ready', true],
  ['expired', 'has been deleted again', false],
  ['failed', 'could not be put together', false],
] as const)('a request that is %s: %s', async (state, text, downloads) => {
  const element = await mount('relata-stored-about-me', { stored: request(state) });
  expect(textOf(element)).toContain(text);
  expect(find(element, 'a[href="/api/v1/access-requests/5/html"]') !== null).toBe(downloads);
  expect(find(element, 'progress') !== null).toBe(state === 'requested');
});

test.each(HOSTILE_NAMES)('%j is only text', async (value) => {
  const element = await mount('relata-stored-about-me', { stored: stored({ sample: { table: value, columns: [{ name: value, value }], text: value } }) });
  expect(find(element, 'img, script')).toBeNull();
});
