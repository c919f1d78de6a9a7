/** The audit trail: whoever looks leaves a line, the chain is whole, and it can be taken along. */
import { sample, settled, whom } from './screens.js';
import { expect, test } from './test.js';

test('looking at who knows whom leaves a line that leads back to it', async ({ page }) => {
  await page.goto(whom(sample.known.path));
  await settled(page);
  await page.goto('/settings/audit');
  await settled(page);
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Looked at' });
  const line = page.getByRole('list', { name: 'Audit' }).getByRole('listitem').filter({ hasText: sample.known.record }).first();
  await expect(line).toContainText(/ties of \d+ (colleague|colleagues) shown/);
  await line.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(sample.known.name);
});

test('the chain is checked, and the trail is downloaded', async ({ page }) => {
  await page.goto('/settings/audit');
  await settled(page);
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await expect(page.getByText(/^The chain is whole: [\d,]+ lines? (was|were) checked\.$/)).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the trail' }).click()]);
  expect(await download.failure()).toBeNull();
});

test('a change of settings stands in the trail with who did it', async ({ page, request }) => {
  const settings = await (await request.get('/api/v1/settings/analytics')).json();
  expect((await request.put('/api/v1/settings/analytics', { data: settings })).ok()).toBe(true);
  await page.goto('/settings/audit');
  await settled(page);
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Changed settings' });
  await expect(page.getByRole('list', { name: 'Audit' }).getByRole('listitem').first()).toContainText('changed settings');
});

test('the keyboard alone reaches every part of the settings', async ({ page }) => {
  await page.goto('/settings/audit');
  await settled(page);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Roles' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Roles');
  await page.getByRole('button', { name: 'Grant a right…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Grant a right…' })).toBeFocused();
});
