/** Roles, access and embedding in the settings: given, used, and taken again. */
import { dialogOf, sample, settled } from './screens.js';
import { expect, test } from './test.js';

test('a role is given to a colleague and taken away', async ({ page }) => {
  await page.goto('/settings/roles');
  await settled(page);
  await page.getByRole('button', { name: 'Give to somebody: Auditor' }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('combobox', { name: 'Colleague' }).fill(sample.colleague.address);
  await dialog.getByRole('option', { name: new RegExp(sample.colleague.name) }).click();
  await dialog.getByRole('button', { name: 'Give the role' }).click();
  const taken = page.getByRole('button', { name: `Take Auditor from ${sample.colleague.name}` });
  await taken.click();
  await expect(dialog).toContainText('loses what the role Auditor allows');
  await dialog.getByRole('button', { name: 'Take away' }).click();
  await expect(taken).toHaveCount(0);
});

test('who can see who knows whom changes with a grant', async ({ page }) => {
  await page.goto('/settings/roles');
  await settled(page);
  const sentence = page.getByText(/^Who knows whom can be seen by/);
  await expect(sentence).toContainText('salespeople and sales managers');
  await page.getByRole('button', { name: 'Grant a right…' }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel('The right to').selectOption('see_who_knows_whom');
  await dialog.getByLabel('Group of the directory').check();
  await dialog.getByRole('combobox', { name: 'Group of the directory' }).fill('leg');
  await dialog.getByRole('option', { name: /^Legal/ }).click();
  await dialog.getByRole('button', { name: 'Grant the right' }).click();
  await expect(sentence).toContainText('and Legal');
  await page.getByRole('button', { name: 'Take back from Legal: see who knows whom' }).click();
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect(sentence).not.toContainText('Legal');
});

test('a token does what it may and nothing else, and nothing once it is revoked', async ({ page, playwright, baseURL }) => {
  await page.goto('/settings/access');
  await settled(page);
  await page.getByRole('button', { name: 'New token…' }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel('What it is for').fill('Test of tokens');
  await dialog.getByLabel('Read the audit trail').check();
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'I have copied it' }).click();

  const program = await playwright.request.newContext({ baseURL: baseURL ?? process.env.RELATA_URL ?? '', extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  expect((await program.get('/api/v1/audit?limit=1')).status()).toBe(200);
  expect((await program.get('/api/v1/roles')).status()).toBe(403);
  await page.getByRole('button', { name: 'Revoke Test of tokens' }).first().click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Test of tokens is revoked.')).toBeVisible();
  expect((await program.get('/api/v1/audit?limit=1')).status()).toBe(401);
  await program.dispose();
});

test('an application may show Relata after it is added, and no longer after it is removed', async ({ page }) => {
  await page.goto('/settings/embedding');
  await settled(page);
  await page.getByRole('textbox', { name: 'Address' }).fill('https://*.example.com');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'only up to the first slash' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Address' }).fill('https://crm.example.com');
  await page.getByRole('textbox', { name: 'Name' }).fill('CRM of the tests');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('row', { name: /CRM of the tests/ })).toContainText('https://crm.example.com');
  await page.getByRole('button', { name: 'Remove CRM of the tests' }).click();
  await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row', { name: /CRM of the tests/ })).toHaveCount(0);
});
