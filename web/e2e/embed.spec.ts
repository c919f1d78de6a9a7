/** The widget in another application's form: one script, one element, nothing else. */
import { sample } from './screens.js';
import { expect, test } from './test.js';

test('a form includes one script and shows who knows whom', async ({ page }) => {
  await page.route('**/a-crm-form', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A form</title><h1>A form</h1>
        <script type="module" src="/embed.js"></script><relata-who-knows-whom record="${sample.known.record}" limit="2"></relata-who-knows-whom>`,
    }),
  );
  const scripts: string[] = [];
  page.on('request', (it) => it.resourceType() === 'script' && scripts.push(new URL(it.url()).pathname));

  await page.goto('/a-crm-form');
  const rows = page.getByRole('list', { name: /^Colleagues who know/ }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThanOrEqual(2);
  const surface = await page.locator('relata-who-knows-whom section').first().evaluate((it) => getComputedStyle(it).backgroundColor);
  expect(surface, 'the widget brings its colours').toBe('rgb(255, 255, 255)');
  await page.getByRole('button', { name: /^Why:/ }).first().click();
  await expect(page.getByRole('heading', { name: 'How sure this is' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Get introduced by/ }).first().click();
  await expect(page.getByLabel('Why do you want to meet?')).toBeFocused();
  expect(scripts).toEqual(['/embed.js']);
});

test('a form shows how the relationship stands', async ({ page }) => {
  const widgets = ['relata-health', 'relata-kpis', 'relata-timeline'];
  await page.route('**/a-crm-form', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A form</title><h1>A form</h1><script type="module" src="/embed.js"></script>
        ${widgets.map((it) => `<${it} record="${sample.deal.record}"></${it}>`).join('')}`,
    }),
  );
  const scripts: string[] = [];
  page.on('request', (it) => it.resourceType() === 'script' && scripts.push(new URL(it.url()).pathname));

  await page.goto('/a-crm-form');
  for (const heading of ['Relationship health', 'In short', 'Time to answer', 'Contact week by week']) {
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
  }
  await expect(page.locator('relata-skeleton')).toHaveCount(0);
  await expect(page.locator('relata-problem')).toHaveCount(0);
  await expect(page.locator('relata-health-dial')).toContainText('Good');
  const emails = page.getByRole('table', { name: 'Who starts them' }).getByRole('row', { name: /^Emails/ }).getByRole('cell');
  await expect(emails.first()).toHaveText('5');
  await page.getByRole('combobox', { name: 'Period: Key figures' }).selectOption('Last 30 days');
  await expect(emails.first()).toHaveText('1');
  await page.getByRole('combobox', { name: 'Period: Contact week by week' }).selectOption('Last year');
  await page.locator('relata-timeline summary').click();
  await expect(page.getByRole('table', { name: 'Activities per week, by who started them' }).getByRole('row')).toHaveCount(1 + 53);
  expect(scripts).toEqual(['/embed.js']);
});
