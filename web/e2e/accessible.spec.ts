/** No screen has a serious or critical fault that axe can find, in light and dark, wide and narrow. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { sample, screens, settled } from './screens.js';
import { expect, test } from './test.js';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });
      test.setTimeout(180_000);

      test('every screen', async ({ page, request }) => {
        for (const { name, path } of await screens(request)) {
          await page.goto(path);
          await settled(page);
          await expectNoFaults(page, name);
          expect(await scrollsSideways(page), `${name} fits`).toBe(false);
        }
      });

      test('what opens on a screen', async ({ page }) => {
        await page.goto(sample.known.path);
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
    });
  }
}

async function expectNoFaults(page: Page, screen: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const faults = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' ')}`);
  expect(faults, screen).toEqual([]);
}

const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
