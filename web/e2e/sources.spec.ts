/** The rehearsal of Microsoft 365 and Dataverse: an administrator consents, watches an invented tenant and its CRM being read, pauses and disconnects. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request as requests } from '@playwright/test';
import { dialogOf } from './screens.js';
import { BINARY, addressOf, answers } from './server.js';
import { expect, test } from './test.js';

const READ_MS = 150_000;

test('a tenant is read once the organisation has consented, and no longer once it is paused', async ({ page }) => {
  test.setTimeout(READ_MS + 60_000);
  const folder = await mkdtemp(join(tmpdir(), 'relata-rehearsal-'));
  const server = spawn(BINARY, ['demo', '--microsoft365', '--listen', '127.0.0.1:0', '--data', folder]);
  try {
    const url = await addressOf(server);
    await answers(`${url}/readyz`);
    await page.goto(`${url}/settings/sources`);
    await expect(page.getByText('Reading has not begun yet. It begins with the next round, once')).toBeVisible();

    const api = await requests.newContext({ baseURL: url });
    await api.post('/api/v1/consent/enable', { data: { contributors: { everybody: true, roles: [] } } });
    const consent = { insights: ['for_each_user', 'identifiable'], excluded_groups: [], mode: 'opt_out', text_version: 1 };
    expect((await api.post('/api/v1/consent/give', { data: consent })).ok()).toBe(true);

    await expect(page.getByText('16 of 16 read to the end')).toBeVisible({ timeout: READ_MS });
    const tenant = page.getByRole('article', { name: /^Microsoft 365: / });
    await expect(tenant.getByText(/^\s*[\d,]+ read: [\d,]+ stored/)).toBeVisible();
    const crm = page.getByRole('article', { name: /^Dataverse: / });
    await expect(crm.getByRole('row', { name: /^Contacts 100 / })).toBeVisible({ timeout: READ_MS });
    await expect(crm.getByText(/^\s*30 read: 30 stored/)).toBeVisible();
    const overview = await (await api.get('/api/v1/overview')).json();
    expect(overview.counts.mailboxes).toBe(16);

    await page.getByRole('button', { name: /^Pause Microsoft 365/ }).click();
    await expect(page.getByText(/^Paused since/)).toBeVisible();
    await page.getByRole('button', { name: /^Disconnect Microsoft 365/ }).click();
    await dialogOf(page).getByLabel('Erase what it brought').check();
    await dialogOf(page).getByRole('button', { name: 'Disconnect' }).click();
    await expect(page.getByText(/^Disconnected since/)).toBeVisible();
    await page.getByRole('button', { name: /^Disconnect Dataverse/ }).click();
    await dialogOf(page).getByRole('button', { name: 'Disconnect' }).click();
    await expect(page.getByText(/^Disconnected since/)).toHaveCount(2);
    const { erasures } = await (await api.get('/api/v1/erasures')).json();
    expect(erasures).toHaveLength(16);
    await api.dispose();
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
