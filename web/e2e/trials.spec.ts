/** The rehearsal of Microsoft 365: an administrator tries a tenant before connecting it, chooses the group from a list, sees the plan, and cancels one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoFaults } from './faults.js';
import { dialogOf } from './screens.js';
import { BINARY, addressOf, answers } from './server.js';
import { expect, test } from './test.js';

/** What the rehearsal says of its tenant. */
const SAID = /tenant (\S+), application (\S+), client secret (\S+); .* from (\S+) and mailboxes are read at (\S+)\./;

let server: ChildProcess;
let folder: string;
let url: string;
let said: RegExpExecArray | null = null;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relata-trials-'));
  server = spawn(BINARY, ['demo', '--microsoft365', '--listen', '127.0.0.1:0', '--data', folder]);
  let printed = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    said = SAID.exec(printed);
  });
  url = await addressOf(server);
  await answers(`${url}/readyz`);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.kill()) await ended;
  await rm(folder, { recursive: true, force: true });
});

/** Opens the dialog, and enters who Relata is there. */
async function enter(page: Page, secret?: string) {
  if (!said) throw new Error('the rehearsal did not say how to connect its tenant');
  const [, tenant, client, right, login, graph] = said as unknown as [string, string, string, string, string, string];
  await page.goto(`${url}/settings/sources`);
  await page.getByRole('button', { name: 'Connect Microsoft 365', exact: true }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel('With a client secret').check();
  await dialog.getByLabel('Directory (tenant) ID or domain').fill(tenant);
  await dialog.getByLabel('Application (client) ID').fill(client);
  await dialog.getByLabel('Client secret', { exact: true }).fill(secret ?? right);
  await dialog.getByText('National clouds').click();
  await dialog.getByLabel('Where tokens come from').fill(login);
  await dialog.getByLabel('Where mailboxes are read').fill(graph);
  return dialog;
}

test('what was entered is tested, the group chosen from a list, and the plan shown, before anything is connected', async ({ page }) => {
  const dialog = await enter(page);
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(dialog.getByText('Everything that was tried works.')).toBeVisible();
  await expect(dialog.getByText(/Signed in; the token holds .*User\.Read\.All/)).toBeVisible();
  await expect(dialog.getByText('No group is chosen yet, so no mailbox was tried')).toBeVisible();
  await expectNoFaults(page, 'a test');

  await dialog.getByRole('combobox', { name: 'Find the security group by its name' }).fill('Sal');
  await dialog.getByRole('option', { name: /^Sales 8 members$/ }).click();
  await expect(dialog.getByText('Sales · 8 members')).toBeVisible();
  await expect(dialog.getByText('Everything that was tried works.')).toBeHidden();

  await dialog.getByRole('button', { name: 'Show the plan' }).click();
  await expect(dialog.getByText('This would be read. Nothing has been read yet.')).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText('Mailboxes outside the group cannot be read')).toBeVisible();
  await expect(dialog.getByText(/^between [\d,]+ and [\d,]+, estimated from \d+ of \d+ mailboxes|counted in every mailbox/)).toBeVisible();
  await expect(dialog.getByText('Everything that is kept of a message, for example')).toBeVisible();
  await expectNoFaults(page, 'a plan');
});

test('a wrong secret says what to do, and nothing is connected by it', async ({ page, request }) => {
  const before = await (await request.get(`${url}/api/v1/connections`)).json();
  const dialog = await enter(page, 'not-the-secret');
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(dialog.getByText('Nothing is read until what is marked is mended.')).toBeVisible();
  await expect(dialog.getByText(/The client secret is wrong: enter the secret/)).toBeVisible();
  const after = await (await request.get(`${url}/api/v1/connections`)).json();
  expect(after.connections.map((it: { changed_at: string }) => it.changed_at)).toEqual(before.connections.map((it: { changed_at: string }) => it.changed_at));
});

test('the plan of a connection is cancelled by the keyboard, and shown when one waits', async ({ page }) => {
  await page.goto(`${url}/settings/sources`);
  // The invented tenant answers faster than anybody cancels.
  await page.route('**/connections/1/plan', () => undefined);
  await page.getByRole('button', { name: /^Show the plan of Microsoft 365/ }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Cancel the trial' }).press('Enter');
  await expect(dialog.getByText('Cancelled. Nothing of it was kept.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Show the plan of Dataverse/ }).click();
  await expect(dialogOf(page).getByText('This would be read. Nothing has been read yet.')).toBeVisible();
  await expect(dialogOf(page).getByText('Everything that is kept of a contact, for example')).toBeVisible();
  await expectNoFaults(page, 'the plan of a CRM');
});
