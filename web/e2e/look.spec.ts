/** Photographs every screen, at three widths, light and dark, for a person to look at. */
import { test, type Page } from '@playwright/test';
import { sample, screens, settled } from './screens.js';

const WIDTHS = [1440, 1024, 390];
const FOLDER = process.env.LOOK_DIR ?? 'test-results/look';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of WIDTHS) {
    test(`every screen at ${width}, ${colorScheme}`, async ({ browser, request }) => {
      test.setTimeout(180_000);
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const shoot = (name: string) => page.screenshot({ path: `${FOLDER}/${name}-${width}-${colorScheme}.png`, fullPage: !name.startsWith('widget-') });
      for (const { name, path } of await screens(request)) {
        await page.goto(path);
        await settled(page);
        await shoot(name);
      }
      await page.goto(sample.known.path);
      for (const [name, act] of Object.entries(steps)) {
        await act(page);
        await settled(page);
        await shoot(`widget-${name}`);
      }
      await page.close();
    });
  }
}

/** One after the other, on the page of somebody whom colleagues know. */
const steps: Record<string, (page: Page) => Promise<void>> = {
  evidence: (page) => page.getByRole('button', { name: /^Why:/ }).first().click(),
  introduction: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Get introduced by/ }).first().click();
    await page.getByLabel('Why do you want to meet?').fill('We would like to hear about gas storage.');
    await page.getByRole('button', { name: 'Write the message' }).click();
    await page.getByRole('link', { name: 'Open in my mail program' }).or(page.getByRole('button', { name: 'Send' })).waitFor();
  },
  preview: (page) => page.getByRole('button', { name: 'Preview' }).click(),
  graph: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show as a graph' }).click();
  },
  suggestions: async (page) => {
    await page.getByRole('combobox').fill('sempra');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
};
