/** The settings: a change is saved, holds everywhere at once, and is taken back. */
import type { Page } from '@playwright/test';
import { recordsOf } from './screens.js';
import { expect, test } from './test.js';

const WEAKEST = 'kind=opportunity&status=open&sort=health&order=asc&limit=50';

test.afterEach(async ({ request }) => {
  const settings = await (await request.get('/api/v1/settings/analytics')).json();
  const put = await request.put('/api/v1/settings/analytics', { data: { ...settings, health_shown: true, similar_deals: true, grades: { good: 60, fair: 40 } } });
  expect(put.ok()).toBe(true);
});

test('other grades hold in the list at once, and can be taken back', async ({ page, request }) => {
  const { records } = await recordsOf(request, WEAKEST);
  const fair = records.findIndex(({ health }) => health.state === 'fair');
  const row = page.getByRole('grid').locator(`#row-${fair}`);
  const list = () => page.goto('/records?kind=opportunity&status=open&sort=health&order=asc');

  await list();
  await expect(row).toContainText('Fair');
  await grades(page, { good: '90', fair: '80' });
  await expect(page.getByRole('status').filter({ hasText: /^Saved\. \d+ records were graded anew in [\d.]+ seconds\.$/ })).toBeVisible();
  await list();
  await expect(row).toContainText('Poor');
  await grades(page, { fair: '40', good: '60' });
  await list();
  await expect(row).toContainText('Fair');
});

test('one grade pushes its neighbour, and nothing is saved before it is', async ({ page }) => {
  await page.goto('/settings/analytics');
  await page.getByLabel('Good from').fill('30');
  await page.getByLabel('Good from').press('Tab');
  await expect(page.getByLabel('Fair from')).toHaveValue('29');
  await expect(page.getByText('Not saved yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await expect(page.getByLabel('Fair from')).toHaveValue('40');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('what is wrong is said in words, and not saved', async ({ page }) => {
  await page.goto('/settings/analytics');
  await page.getByLabel('People on our side').fill('2');
  await page.getByLabel('People on our side').press('Tab');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('5');
});

test('health that is switched off vanishes from lists and pages', async ({ page }) => {
  await page.goto('/settings/analytics');
  await page.getByLabel('Show health').uncheck();
  await page.getByLabel('Compare opportunities with similar ones that were won').uncheck();
  await save(page);
  await page.goto('/records/opportunity-113');
  await expect(page.getByText('Your administrator has switched health off.')).toBeVisible();
  await expect(page.getByText('The comparison with won deals is switched off')).toBeVisible();
  await page.goto('/records?kind=opportunity&status=open');
  await expect(page.getByRole('grid').locator('#row-0')).toContainText('Hidden');
});

async function grades(page: Page, wanted: { good: string; fair: string }) {
  await page.goto('/settings/analytics');
  for (const [name, value] of Object.entries(wanted)) {
    const field = page.getByLabel(name === 'good' ? 'Good from' : 'Fair from');
    await field.fill(value);
    await field.press('Tab');
  }
  await save(page);
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
}
