/** Lists of records: the weak first, narrowed, in any order, with a way back, and as a file. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { recordsOf } from './screens.js';
import { expect, test } from './test.js';

const grid = (page: Page) => page.getByRole('grid');
const names = (page: Page) => grid(page).getByRole('rowheader').getByRole('link');
const count = (page: Page) => page.getByRole('status').filter({ hasText: /record/ });

test('the list begins with open opportunities, the weakest first, as the server orders them', async ({ page, request }) => {
  const { total, records } = await recordsOf(request, 'kind=opportunity&status=open&sort=health&order=asc&limit=5');
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Records' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open opportunities by relationship');
  await expect(count(page)).toHaveText(`${total} records`);
  await expect(names(page).first()).toBeVisible();
  expect((await names(page).allTextContents()).slice(0, 5)).toEqual(records.map(({ name }) => name));
  const scores = records.map(({ health }) => health.score!);
  expect(scores).toEqual([...scores].sort((a, b) => a - b));
  for (const [index, score] of scores.entries()) await expect(grid(page).locator(`#row-${index}`)).toContainText(`${score}`);
});

test('a heading sorts, and sorts the other way round', async ({ page, request }) => {
  await page.goto('/records?kind=opportunity');
  for (const order of ['desc', 'asc']) {
    await grid(page).getByRole('button', { name: 'Revenue' }).click();
    await expect(page).toHaveURL(`/records?kind=opportunity&sort=revenue&order=${order}`);
    const { records } = await recordsOf(request, `kind=opportunity&sort=revenue&order=${order}&limit=1`);
    await expect(names(page).first()).toHaveText(records[0]!.name);
  }
  await expect(page.getByRole('columnheader', { name: 'Revenue' })).toHaveAttribute('aria-sort', 'ascending');
});

test('filters narrow the list, stand in the address, and are cleared', async ({ page, request }) => {
  await page.goto('/records?kind=opportunity');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Open');
  await page.getByRole('combobox', { name: 'Health' }).selectOption('Poor');
  await expect(page).toHaveURL(/status=open&grade=poor/);
  const { total } = await recordsOf(request, 'kind=opportunity&status=open&grade=poor');
  expect(total).toBeGreaterThan(0);
  await expect(count(page)).toHaveText(`${total} records`);
  await page.getByLabel('Words in the name').fill('qqqqzzzz');
  await expect(page.getByText('No opportunities match.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/records?kind=opportunity');
  await expect(count(page)).toHaveText('164 records');
});

test('"mine" are those of which the viewer is the owner or on the team', async ({ page, request }) => {
  const { total } = await recordsOf(request, 'kind=opportunity&status=open&mine=true');
  await page.goto('/records?kind=opportunity&status=open&sort=health&order=asc');
  await page.getByRole('link', { name: 'My open opportunities by relationship' }).click();
  await expect(count(page)).toHaveText(`${total} records`);
  await expect(page.getByLabel('Only mine')).toBeChecked();
});

test('Back leads to the row one came from', async ({ page }) => {
  await page.goto('/records?kind=contact');
  await expect(names(page).first()).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(grid(page).locator('#row-249')).toBeVisible();
  const last = await grid(page).locator('#row-249').getByRole('link').textContent();
  // The place is remembered once the scrolling rests.
  await expect.poll(() => page.evaluate(() => (history.state as { row?: number } | null)?.row ?? 0)).toBeGreaterThan(200);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(last!);
  await page.goBack();
  await expect(grid(page).locator('#row-249')).toBeInViewport();
  await expect(grid(page).locator('#row-249').getByRole('link')).toHaveText(last!);
});

test('all of a list comes as a file', async ({ page }) => {
  await page.goto('/records?kind=opportunity&status=open&sort=health&order=asc');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(1 + 70);
  expect(lines[0]).toContain('name');
});

test('on a phone a row is a card, and the filters wait behind a button', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/records?kind=opportunity&status=open&sort=health&order=asc');
  await expect(grid(page).locator('#row-0')).toContainText('closes');
  await expect(page.getByLabel('Words in the name')).toBeHidden();
  await page.getByRole('button', { name: 'Filters (1 in force)' }).click();
  await expect(page.getByLabel('Words in the name')).toBeVisible();
});
