/** What an employee does on their own page, and what a colleague sees of it. */
import type { Page } from '@playwright/test';
import { arrive, giveRoles } from './people.js';
import { startProvider, type RunningProvider } from './provider.js';
import { sample, whom } from './screens.js';
import { serve, type Serving } from './serving.js';
import { expect, test } from './test.js';

let provider: RunningProvider;
let relata: Serving;

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  provider = await startProvider(() => relata.url);
  relata = await serve(provider.issuer);
  await giveRoles(browser, relata.url);
});

test.afterAll(async () => {
  await relata.end();
  provider.end();
});

const STEVEN = sample.colleague.name;
const widget = (page: Page) => page.getByRole('region', { name: 'Who knows whom' });
/** Anywhere in the widget: beside it the CRM calls him the owner of the record, whatever he shares. */
const anySteven = (page: Page) => widget(page).getByText(STEVEN);
const namesSteven = (page: Page) => widget(page).getByRole('list', { name: /^Colleagues who know/ }).getByText(STEVEN);
const choose = async (page: Page, mode: string) => {
  await page.getByRole('radio', { name: new RegExp(`^${mode}`) }).check();
  await expect(page.getByText('It is in force everywhere')).toBeVisible();
};

test('ties, who waits, and why', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me');
  await expect(steven.getByRole('list', { name: 'Strongest' }).getByRole('listitem').first()).toBeVisible();
  await steven.getByRole('button', { name: /^Why:/ }).first().click();
  await expect(steven.getByRole('heading', { name: 'How sure this is' })).toBeVisible();
  await steven.context().close();
});

test('what a colleague sees follows the choice at once', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me?tab=switches');
  const jeff = await arrive(browser, relata.url, 'jeff', whom(sample.known.path));
  await expect(namesSteven(jeff)).toBeVisible();

  await choose(steven, 'Counted only');
  await jeff.reload();
  await expect(widget(jeff).getByText(/but do(es)? not share this/)).toBeVisible();
  await expect(namesSteven(jeff)).toHaveCount(0);

  await choose(steven, 'Not at all');
  await jeff.reload();
  await expect(widget(jeff).getByRole('heading', { name: `Who knows ${sample.known.name}?` })).toBeVisible();
  await expect(anySteven(jeff)).toHaveCount(0);
  await jeff.goto(`${relata.url}/search?q=${encodeURIComponent(sample.colleague.address)}`);
  await expect(jeff.getByRole('main').getByRole('status')).toContainText(/\d results?|Nothing found/);
  await expect(jeff.getByRole('main').getByText(STEVEN)).toHaveCount(0);

  await choose(steven, 'By name Colleagues');
  await jeff.goto(relata.url + whom(sample.known.path));
  await expect(namesSteven(jeff)).toBeVisible();
  await Promise.all([steven.context().close(), jeff.context().close()]);
});

test('a look stands under who looked, with the name of who did', async ({ browser }) => {
  const jeff = await arrive(browser, relata.url, 'jeff', whom(sample.known.path));
  await expect(namesSteven(jeff)).toBeVisible();
  const steven = await arrive(browser, relata.url, 'steven', '/me?tab=stored');
  const looks = steven.getByRole('table', { name: 'Who looked at my connections' });
  await expect(looks.getByRole('row').nth(1)).toContainText('Jeff Dasovich');
  await Promise.all([steven.context().close(), jeff.context().close()]);
});

test('a hidden contact is hidden from others, and shown again', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me');
  const strongest = steven.getByRole('list', { name: 'Strongest' }).getByRole('listitem').first();
  const contact = (await strongest.getByRole('link').first().textContent())!.trim();
  await strongest.getByRole('button', { name: /^Hide from others/ }).click();
  await expect(strongest).toContainText('Hidden from others');
  await steven.getByRole('tab', { name: 'Switches' }).click();
  const again = steven.getByRole('button', { name: `Show others again that I know ${contact}` });
  await again.click();
  await expect(again).toHaveCount(0);
  await steven.context().close();
});

test('who is named after a yes is asked, and named to the asker alone', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me?tab=switches');
  await choose(steven, 'By name, after I say yes');
  const jeff = await arrive(browser, relata.url, 'jeff', whom(sample.known.path));
  await expect(namesSteven(jeff)).toHaveCount(0);
  await jeff.getByRole('button', { name: 'Ask them' }).click();
  await jeff.getByLabel('Why do you want to know?').fill('We would like to meet him.');
  await jeff.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(widget(jeff).getByRole('status').filter({ hasText: 'Asked' })).toBeVisible();

  await steven.goto(`${relata.url}/me`);
  await expect(steven.getByText('We would like to meet him.')).toBeVisible();
  await steven.getByRole('button', { name: 'Yes, name me to Jeff Dasovich' }).click();
  await expect(steven.getByText('You said yes: Jeff Dasovich sees your name')).toBeVisible();
  await jeff.reload();
  await expect(namesSteven(jeff)).toBeVisible();

  await steven.goto(`${relata.url}/me?tab=switches`);
  await choose(steven, 'By name Colleagues');
  await Promise.all([steven.context().close(), jeff.context().close()]);
});

test('everything about me is put together and downloaded', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me?tab=stored');
  await steven.getByRole('button', { name: 'Show me everything' }).click();
  await expect(steven.getByText(/^(Being put together|Ready)/)).toBeVisible();
  const [download] = await Promise.all([
    steven.waitForEvent('download', { timeout: 60_000 }),
    steven.getByRole('link', { name: 'Download as JSON' }).click({ timeout: 60_000 }),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  await steven.context().close();
});

test('stopping takes a colleague out of every list at once', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven', '/me?tab=switches');
  await steven.getByRole('button', { name: 'Stop taking part' }).click();
  await expect(steven.getByText('You disappear from every list at once')).toBeVisible();
  await steven.getByRole('button', { name: 'Stop taking part' }).last().click();
  await expect(steven.getByText('You no longer take part.')).toBeVisible();
  const jeff = await arrive(browser, relata.url, 'jeff', whom(sample.known.path));
  await expect(widget(jeff).getByRole('heading', { name: `Who knows ${sample.known.name}?` })).toBeVisible();
  await expect(anySteven(jeff)).toHaveCount(0);
  await Promise.all([steven.context().close(), jeff.context().close()]);
});
