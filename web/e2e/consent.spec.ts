/** An administrator's way through privacy: forget somebody; withdraw, enable, consent, leave a group out, opt somebody out; on a demo of its own. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { ownDemo, type OwnDemo } from './own-demo.js';
import { dialogOf as dialog, sample, settled, whom } from './screens.js';
import { BINARY } from './server.js';
import { expect, test } from './test.js';

test.describe.configure({ mode: 'serial' });
test.setTimeout(300_000);

const run = promisify(execFile);
let demo: OwnDemo;

test.beforeAll(async () => {
  demo = await ownDemo();
});

test.afterAll(() => demo?.end());

test('somebody outside is forgotten, with a receipt', async ({ page }) => {
  await open(page, '/settings/privacy');
  await page.getByRole('button', { name: 'New erasure…' }).click();
  await dialog(page).getByRole('combobox', { name: 'Name or address' }).fill(sample.person.address);
  await dialog(page).getByRole('option', { name: new RegExp(sample.person.name) }).click();
  await dialog(page).getByRole('button', { name: 'Erase' }).click();
  await expect(page.getByText('it is out of sight already')).toBeVisible();
  await page.goto(`${demo.url}/search?q=${encodeURIComponent(sample.person.address)}`);
  await expect(page.getByText('Nothing found')).toBeVisible();

  await open(page, '/settings/privacy');
  const erasure = page.locator('relata-erasure-list').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) }).first();
  await expect(erasure.getByRole('heading', { level: 3 })).toContainText('whose name is erased too', { timeout: 240_000 });
  await expect(erasure.getByText('The receipt can be downloaded here once all files are gone.')).toBeVisible();

  await eightDaysPass(demo.data);
  const receipt = page.getByRole('link', { name: /^Receipt:/ }).first();
  await expect(async () => {
    await open(page, '/settings/privacy');
    await expect(receipt).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), receipt.click()]);
  const { stdout } = await run(BINARY, ['receipt', 'verify', await download.path()]);
  expect(stdout).toContain('The receipt holds');
  expect(stdout).not.toContain(sample.person.address);
});

test('without consent, who knows whom is out of sight at once and goes step by step', async ({ page }) => {
  await open(page, '/settings/consent');
  await expect(page.getByRole('heading', { name: 'On, with consent' })).toBeVisible();
  await page.getByRole('button', { name: 'Withdraw everything…' }).click();
  await expect(dialog(page)).toContainText('within 24 hours');
  await dialog(page).getByRole('button', { name: 'Withdraw consent' }).click();
  await expect(page.getByRole('heading', { name: 'Consent is withdrawn' })).toBeVisible();
  await expect(kind(page, 'Identifiable insights')).toContainText('Withdrawn');

  await page.goto(`${demo.url}${whom(sample.known.path)}`);
  await expect(page.getByText('has not consented to identifiable insights')).toBeVisible();

  await open(page, '/settings/consent');
  await expect(page.getByText('Gone from the database').first()).toBeVisible({ timeout: 240_000 });
});

test('enabling starts fourteen days, and the overview says so', async ({ page }) => {
  await open(page, '/settings/consent');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await dialog(page).getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('heading', { name: 'Relationship intelligence is off' })).toBeVisible();

  await page.getByRole('button', { name: 'Enable' }).click();
  await dialog(page).getByLabel('colleagues with one of these roles only').check();
  await expect(dialog(page).getByRole('button', { name: 'Enable' })).toBeDisabled();
  await dialog(page).getByLabel('all colleagues').check();
  await dialog(page).getByRole('button', { name: 'Enable' }).click();
  await expect(page.getByRole('heading', { name: 'Waiting for consent: 14 days left' })).toBeVisible();

  await open(page, '/');
  await page.getByText('Consent is missing; 14 days left.').waitFor();
  await page.getByRole('link', { name: 'See what to do' }).click();
  await expect(page.getByRole('heading', { name: 'Overview and consent' })).toBeVisible();
});

test('consent is given for a text that was read, with a group left out', async ({ page }) => {
  await open(page, '/settings/consent');
  await page.getByRole('button', { name: 'Give consent' }).click();
  await expect(dialog(page)).toContainText('hiring, pay, promotion or dismissal');
  await dialog(page).getByRole('combobox', { name: 'Add a group' }).fill('leg');
  await dialog(page).getByRole('option', { name: /^Legal/ }).click();
  await expect(dialog(page).getByRole('button', { name: 'Give consent' })).toBeDisabled();
  await dialog(page).getByRole('checkbox', { name: /^I am entitled to consent/ }).check();
  await dialog(page).getByRole('button', { name: 'Give consent' }).click();
  await expect(page.getByRole('heading', { name: 'On, with consent' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Groups that are left out' })).toContainText('Legal');
  await expect(page.getByText(/^The organisation consented to .*\(text 1\)/).first()).toBeVisible();
});

test('another group can be left out, its past too, and taken in again', async ({ page }) => {
  await open(page, '/settings/consent');
  await page.getByRole('combobox', { name: 'Add a group' }).fill('exec');
  await page.getByRole('option', { name: /^Executives/ }).click();
  await page.getByLabel('Also erase the past of their members').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toContainText('This cannot be undone.');
  await dialog(page).getByRole('button', { name: 'Leave out and erase' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove Executives' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Groups that are left out' })).not.toContainText('Executives');
});

test('somebody is opted out, is nowhere to be found among those who contribute, and is in again', async ({ page }) => {
  await open(page, '/settings/people');
  await page.getByLabel('Name or address').fill(sample.colleague.name);
  await page.getByRole('button', { name: `Opt out ${sample.colleague.name}` }).click();
  await dialog(page).getByRole('button', { name: 'Opt out' }).click();
  await expect(page.getByText(`${sample.colleague.name} is opted out.`)).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(sample.colleague.name) })).toContainText('Opted out');
  await page.getByRole('combobox', { name: 'State' }).selectOption('contributing');
  await expect(page.getByText('No colleague matches.')).toBeVisible();
  await page.getByRole('combobox', { name: 'State' }).selectOption('');
  await page.getByRole('button', { name: `Opt in again ${sample.colleague.name}` }).click();
  await dialog(page).getByRole('button', { name: 'Opt in again' }).click();
  await expect(page.getByText(`${sample.colleague.name} is opted in again.`)).toBeVisible();
});

/** Of erasures: their rows went eight days earlier, so that their files are due. */
async function eightDaysPass(data: string) {
  const earlier = "update erasure set rows_gone_at = rows_gone_at - 8 * 86400 where state = 'rows_gone'";
  await run('python3', ['-c', `import sqlite3; it = sqlite3.connect(${JSON.stringify(`${data}/relata.db`)}, timeout=30); it.execute(${JSON.stringify(earlier)}); it.commit()`]);
}

async function open(page: Page, path: string) {
  await page.goto(`${demo.url}${path}`);
  await settled(page);
}

const kind = (page: Page, name: string) => page.getByRole('table', { name: 'What is consented to' }).getByRole('row', { name: new RegExp(`^${name}`) });
