import { afterEach, expect, test, vi } from 'vitest';
import type { Origin } from '../../api/types.js';
import { AddOriginEvent } from '../../components/origins/origins.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import { serve } from '../../testing/server.js';
import './embedding.js';

afterEach(() => vi.restoreAllMocks());

const crm = { origin: 'https://acme.crm4.dynamics.com', label: 'Dynamics' };

async function show(origins: Origin[]) {
  const server = serve({ '/embed/origins': { origins } });
  const page = await mount('relata-embedding-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('an application is added to those there are', async () => {
  const { page, changes } = await show([crm]);
  must(page, 'relata-origins').dispatchEvent(new AddOriginEvent({ origin: 'https://b.example', label: '' }));
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/embed/origins', { origins: [crm, { origin: 'https://b.example', label: '' }] }]]));
});

test('one is removed after a question', async () => {
  const { page, changes } = await show([crm]);
  await press(page, 'Remove Dynamics');
  must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit();
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/embed/origins', { origins: [] }]]));
});

test('what to paste is made for this server and this application', async () => {
  const { page } = await show([crm]);
  expect(textOf(page)).toContain('"origin": "https://acme.crm4.dynamics.com"');
  expect(textOf(page)).toContain(`${location.origin}/embed/v1/who-knows-whom`);
});
