/** Photographs every screen, at three widths, light and dark, for a person to look at. */
import { test, type Page } from '@playwright/test';
import { sample, screens, settled, whom } from './screens.js';

const WIDTHS = [1440, 1024, 390];
const FOLDER = process.env.LOOK_DIR ?? 'test-results/look';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of WIDTHS) {
    test(`every screen at ${width}, ${colorScheme}`, async ({ browser, request }) => {
      test.setTimeout(300_000);
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const shoot = (name: string) => page.screenshot({ path: `${FOLDER}/${name}-${width}-${colorScheme}.png`, fullPage: !name.startsWith('widget-') });
      for (const { name, path } of await screens(request)) {
        await page.goto(path);
        await settled(page);
        await shoot(name);
      }
      await page.goto(whom(sample.known.path));
      for (const [name, act] of Object.entries(steps)) {
        await act(page);
        await settled(page);
        await shoot(`widget-${name}`);
      }
      await page.close();
    });
  }
}

test('the pictures of the README', async ({ browser }) => {
  const page = await browser.newPage({ colorScheme: 'light' });
  const pictures = [
    { name: 'record-page', path: sample.deal.path, height: 1292 },
    { name: 'pipeline', path: '/pipeline', height: 960 },
  ];
  for (const { name, path, height } of pictures) {
    await page.setViewportSize({ width: 1440, height });
    await page.goto(path);
    await settled(page);
    // Until the chart has come to rest.
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
  }
  await page.close();
});

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
