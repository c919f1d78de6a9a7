/** The pipeline: what deserves a look first, a walk by keyboard, and the table behind the chart. */
import type { Pipeline } from '../src/api/types.js';
import { answerOf } from './screens.js';
import { expect, test } from './test.js';

test('what deserves a look first leads to its page', async ({ page }) => {
  await page.goto('/pipeline');
  await expect(page.getByRole('heading', { name: 'Look at these first' })).toBeVisible();
  const first = page.locator('relata-attention').getByRole('link').first();
  const name = await first.textContent();
  await first.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name!);
});

test('arrows walk from bubble to bubble by close date, Enter opens one', async ({ page, request }) => {
  const { bubbles } = await answerOf<Pipeline>(request, 'pipeline');
  const [soonest] = [...bubbles].sort((a, b) => a.close_on.localeCompare(b.close_on));
  await page.goto('/pipeline');
  const walk = page.getByRole('listbox', { name: /^Walk through the bubbles/ });
  await walk.focus();
  await expect(walk).toContainText(`${bubbles.length} opportunities. Press an arrow key to begin.`);
  await page.keyboard.press('ArrowRight');
  await expect(walk.getByRole('option')).toContainText(soonest!.name);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(walk.getByRole('option')).toContainText(soonest!.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(soonest!.name);
});

test('the table behind the chart holds every bubble, each a link', async ({ page, request }) => {
  const { bubbles, not_drawn } = await answerOf<Pipeline>(request, 'pipeline');
  await page.goto('/pipeline');
  await page.getByRole('button', { name: /^Show as a table/ }).click();
  const links = page.getByRole('table', { name: /^Open opportunities by health/ }).getByRole('rowheader').getByRole('link');
  await expect(links).toHaveCount(bubbles.length);
  await expect(page.getByText(`${not_drawn.past_close} open opportunities are not drawn: their close dates have passed.`)).toBeVisible();
  await links.first().click();
  await expect(page).toHaveURL(/\/records\/opportunity-/);
});

test('a bubble opens by a click', async ({ page }) => {
  await page.goto('/pipeline');
  const canvas = page.locator('relata-pipeline-chart canvas');
  await expect(canvas).toBeVisible();
  const box = (await canvas.boundingBox())!;
  // Somewhere in the drawing a click hits a bubble: the largest ones are wider than these steps.
  for (let x = 60; x < box.width && page.url().endsWith('/pipeline'); x += 24) {
    for (let y = 80; y < 200 && page.url().endsWith('/pipeline'); y += 24) await page.mouse.click(box.x + x, box.y + y);
  }
  await expect(page).toHaveURL(/\/records\/opportunity-/);
});

test('"mine" shows the own ones alone, and what is not drawn is listed', async ({ page, request }) => {
  const { bubbles } = await answerOf<Pipeline>(request, 'pipeline?mine=true');
  await page.goto('/pipeline');
  await page.getByLabel('Only mine').check();
  await expect(page).toHaveURL('/pipeline?mine=true');
  await page.getByRole('button', { name: /^Show as a table/ }).click();
  await expect(page.getByRole('table', { name: /^Open opportunities by health/ }).getByRole('rowheader')).toHaveCount(bubbles.length);
  await page.getByRole('link', { name: 'See open opportunities by close date' }).click();
  await expect(page).toHaveURL('/records?kind=opportunity&status=open&mine=true&sort=close&order=asc');
});
