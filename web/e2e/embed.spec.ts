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
  await page.getByRole('button', { name: /^Why:/ }).first().click();
  await expect(page.getByRole('heading', { name: 'How sure this is' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Get introduced by/ }).first().click();
  await expect(page.getByLabel('Why do you want to meet?')).toBeFocused();
  expect(scripts).toEqual(['/embed.js']);
});
