/** Account engagement: what is shown, what is not and why, and what it costs. */
import { readFile } from 'node:fs/promises';
import type { Engagement } from '../src/api/types.js';
import { answerOf } from './screens.js';
import { expect, test } from './test.js';

test('a year shows accounts, sorts them, and says how many are not shown', async ({ page, request }) => {
  const { accounts } = await answerOf<Engagement>(request, 'engagement?level=year');
  const shown = accounts.filter(({ suppressed }) => suppressed === null);
  expect(shown.length).toBeGreaterThan(0);
  await page.goto('/engagement');
  await page.getByRole('link', { name: 'Year', exact: true }).click();
  const table = page.getByRole('table', { name: 'Accounts and what was measured of them' });
  await expect(table.getByRole('rowheader')).toHaveCount(shown.length);
  await table.getByRole('button', { name: 'to them' }).click();
  const most = [...shown].sort((a, b) => (b.emails_to ?? -1) - (a.emails_to ?? -1))[0]!;
  await expect(table.getByRole('rowheader').first()).toContainText(most.account.name);
  await page.getByText(`${accounts.length - shown.length} accounts are not shown`).click();
  await expect(page.getByText(/^Not enough of our people were in touch with it/)).toBeVisible();
});

test('an account opens into its history', async ({ page }) => {
  await page.goto('/engagement?level=year');
  const history = page.getByRole('button', { name: /^History of/ }).first();
  await history.click();
  await expect(page).toHaveURL(/account=/);
  await expect(history).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('One period has been released at this level so far')).toBeVisible();
  await history.click();
  await expect(page).not.toHaveURL(/account=/);
});

test('a month in which too few took part says so, and where there is more', async ({ page }) => {
  await page.goto('/engagement?level=month');
  await expect(page.getByText('No account can be shown in this period')).toBeVisible();
  await page.getByRole('combobox', { name: 'Period' }).selectOption('December 2001');
  await expect(page).toHaveURL(/start=2001-12-01/);
  await page.getByRole('link', { name: 'Show the year' }).click();
  await expect(page).toHaveURL(/level=year/);
});

test('a level without a release says so', async ({ page }) => {
  await page.goto('/engagement?level=week');
  await expect(page.getByText('Nothing has been released at this level yet')).toBeVisible();
  await expect(page.getByText('The budget is spent')).toHaveCount(0);
});

test('what is spent of the privacy budget is a meter, and the figures are a file', async ({ page, request }) => {
  const { budget } = await answerOf<Engagement>(request, 'engagement?level=year');
  await page.goto('/engagement?level=year');
  await expect(page.getByRole('meter', { name: 'Privacy budget spent' })).toHaveAttribute('aria-valuenow', String(Math.min(budget.epsilon_spent, budget.epsilon_total)));
  await page.getByText('How exact the figures are').click();
  await expect(page.getByRole('rowheader', { name: 'Our people in emails' })).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const lines = (await readFile(await (await coming).path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(1 + 60);
});

test('without the consent of the organisation nothing is shown but that', async ({ page }) => {
  await page.route(/\/api\/v1\/engagement\?/, async (route) => {
    const answer = (await (await route.fetch()).json()) as Engagement;
    await route.fulfill({ json: { ...answer, consented: false, periods: [], accounts: [] } });
  });
  await page.goto('/engagement');
  await expect(page.getByText('Your organisation has not agreed to this yet')).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
});
