import { afterEach, expect, test, vi } from 'vitest';
import { evidence, lea } from '../../testing/examples.js';
import { mount, must, settled, textOf } from '../../testing/mount.js';
import './evidence-drawer.js';

afterEach(() => vi.restoreAllMocks());

const pair = { colleague: { id: 'a/1', name: 'Amber' }, contact: lea };
const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

test('it is open as long as it has a pair, and asks about that pair', async () => {
  const fetch = respond(evidence());
  const drawer = await mount('relata-evidence-drawer', {});
  const dialog = must<HTMLDialogElement>(drawer, 'dialog');
  expect(dialog.open).toBe(false);
  expect(fetch).not.toHaveBeenCalled();

  drawer.pair = pair;
  await vi.waitFor(() => expect(textOf(drawer)).toContain('How the strength adds up'));
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/people/7/introducers/a%2F1');
  expect(dialog.open).toBe(true);

  dialog.close();
  await settled(drawer);
  expect(drawer.pair).toBeNull();
});

test('a problem is said inside', async () => {
  respond({ detail: 'this pair is not shared with you' }, 403);
  const drawer = await mount('relata-evidence-drawer', { pair });
  await vi.waitFor(() => expect(textOf(drawer)).toContain('this pair is not shared with you'));
});
