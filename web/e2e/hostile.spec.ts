/** Names are only ever text, whatever somebody wrote into a mail header. */
import type { Page } from '@playwright/test';
import type { Introducers, PersonPage } from '../src/api/types.js';
import { about, sample, settled, whom } from './screens.js';
import { expect, test } from './test.js';

const NAMES = [
  '<img src=x onerror="document.title=\'broken into\'">',
  '"><script>document.title="broken into"</script>',
  'Anna \u202egnp.exe',
  'שרה כהן',
  'W'.repeat(200),
];

for (const name of NAMES) {
  test(`the name ${name.slice(0, 40)} is inert`, async ({ page }) => {
    await page.route(/\/api\/v1\/(people|records)\/[^/]+\/introducers\?/, async (route) => {
      const answer = (await (await route.fetch()).json()) as Introducers;
      const [first] = answer.introducers;
      const introducers = first ? [{ ...first, colleague: { ...first.colleague, name, title: name } }] : [];
      await route.fulfill({ json: { ...answer, target: { ...answer.target, name }, introducers } });
    });
    await page.route(/\/api\/v1\/(people|records)\/[^/?]+$/, async (route) => {
      const answer = (await (await route.fetch()).json()) as PersonPage;
      await route.fulfill({ json: { ...answer, name } });
    });

    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(whom(sample.known.path));
    const shown = name.replace('\u202e', '\ufffd');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown);
    await expect(page.getByRole('list', { name: /^Colleagues who know/ })).toContainText(shown);
    await page.getByRole('button', { name: 'Show as a graph' }).click();
    await expect(page.getByRole('group', { name: /^Colleagues around/ })).toBeVisible();

    await expectInert(page);
  });

  test(`the name ${name.slice(0, 40)} is inert in lists, charts, moves and on the page of a deal`, async ({ page }) => {
    // Every name of an answer, whatever it is of.
    await page.route(/\/api\/v1\/(records|pipeline|moves|engagement)/, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace(/"(name|owner|stage)":"[^"]*"/g, (_, field) => `"${field}":${JSON.stringify(name)}`) });
    });
    await page.setViewportSize({ width: 390, height: 844 });
    const shown = name.replace('\u202e', '\ufffd');
    for (const path of [
      '/records?kind=opportunity',
      '/pipeline',
      '/moves',
      '/engagement?level=year',
      sample.deal.path,
      about(sample.deal.path),
      whom(sample.account.path),
    ]) {
      await page.goto(path);
      await settled(page);
      await expect(page.getByText(shown).first()).toBeAttached();
      await expectInert(page);
    }
    await page.goto('/pipeline');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('.detail')).toContainText(shown);
    await expectInert(page);
  });
}

async function expectInert(page: Page) {
  expect(await page.title()).not.toBe('broken into');
  await expect(page.locator('img[src=x]')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
}
