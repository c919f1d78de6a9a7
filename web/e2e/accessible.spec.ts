/** No screen has a serious or critical fault that axe can find, in light and dark, wide and narrow. */
import { expectNoFaults, scrollsSideways } from './faults.js';
import { sample, screens, settled, whom } from './screens.js';
import { expect, test } from './test.js';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });
      test.setTimeout(300_000);

      test('every screen', async ({ page, request }) => {
        for (const { name, path } of (await screens(request)).filter(({ alike }) => !alike)) {
          await page.goto(path);
          await settled(page);
          await expectNoFaults(page, name);
          expect(await scrollsSideways(page), `${name} fits`).toBe(false);
        }
      });

      test('what opens on a screen', async ({ page }) => {
        await page.goto(whom(sample.known.path));
        await page.getByRole('button', { name: /^Why:/ }).first().click();
        await page.getByRole('heading', { name: 'Newest evidence' }).waitFor();
        await expectNoFaults(page, 'evidence');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Get introduced by/ }).first().click();
        await page.getByLabel('Why do you want to meet?').press('Enter');
        await page.getByLabel('Message').waitFor();
        await expectNoFaults(page, 'introduction');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Show as a graph' }).click();
        await expectNoFaults(page, 'graph');
        await page.getByRole('combobox').fill('enron');
        await page.getByRole('option').first().waitFor();
        await expectNoFaults(page, 'suggestions');
      });

      test('what opens on a screen of analytics', async ({ page }) => {
        const opened = async (name: string, path: string, open: () => Promise<void>) => {
          await page.goto(path);
          await settled(page);
          await open();
          await expectNoFaults(page, name);
          expect(await scrollsSideways(page), `${name} fits`).toBe(false);
        };
        await opened('a deal, all of it open', sample.deal.path, async () => {
          for (const summary of await page.locator('summary').all()) await summary.click();
          await page.getByRole('combobox', { name: 'Period: Activities' }).selectOption('Other days…');
          await page.getByRole('button', { name: 'Show as a table: Activities per day, by type' }).click();
          await page.getByRole('button', { name: 'Show all 20' }).click();
        });
        await opened('the pipeline as a table', '/pipeline', () => page.getByRole('button', { name: /^Show as a table/ }).click());
        await opened('a bubble', '/pipeline', async () => {
          await page.getByRole('listbox').focus();
          await page.keyboard.press('ArrowRight');
          await page.locator('.detail').waitFor();
        });
        await opened('a list, narrowed', '/records?kind=opportunity&status=open', async () => {
          if (width === 390) await page.getByRole('button', { name: /^Filters/ }).click();
          await page.getByLabel('Words in the name').fill('energy');
        });
        await opened('engagement, all of it open', '/engagement?level=year', async () => {
          for (const summary of await page.locator('summary').all()) await summary.click();
        });
        await opened('connecting a source', '/settings/sources', async () => {
          await page.getByRole('button', { name: 'Connect Microsoft 365' }).click();
          await expect(page.getByLabel('Application (client) ID')).toBeVisible();
        });
        await opened('settings that are wrong', '/settings/analytics', async () => {
          await page.getByLabel('People on our side').fill('2');
          await page.getByLabel('People on our side').press('Tab');
          await page.getByRole('button', { name: 'Add a stage' }).click();
          await page.getByRole('button', { name: 'Save' }).click();
          await page.getByRole('alert').waitFor();
        });
      });
    });
  }
}
