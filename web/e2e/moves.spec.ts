/** What moved: in groups, what asks for action first. */
import type { Moves } from '../src/api/types.js';
import { answerOf } from './screens.js';
import { expect, test } from './test.js';

const WORDS = { went_quiet: 'Went quiet', cooled: 'Cooled', single_threaded: 'Hanging on one colleague', replied_after_silence: 'Replied after silence', warmed: 'Warmed' };

test('every move is in its group, what asks for action first', async ({ page, request }) => {
  const { moves } = await answerOf<Moves>(request, 'moves?days=7');
  await page.goto('/moves');
  const groups = Object.entries(WORDS).map(([what, words]) => ({ words, count: moves.filter((it) => it.what === what).length })).filter(({ count }) => count > 0);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(groups.map(({ words, count }) => new RegExp(`${words}\\s*${count}`)));
  for (const { words, count } of groups.filter((it) => it.count > 6)) {
    await page.getByRole('button', { name: `Show all ${count}: ${words}` }).click();
  }
  await expect(page.locator('relata-moves').getByRole('listitem')).toHaveCount(moves.length);
});

test('another window, and on to the record', async ({ page }) => {
  await page.goto('/moves');
  await page.getByRole('link', { name: 'Last 3 days' }).click();
  await expect(page).toHaveURL('/moves?days=3');
  const first = page.locator('relata-moves').getByRole('link').first();
  const name = await first.textContent();
  await first.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name!);
});

test('the overview shows some of each group, and the own deals, the weakest first', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'What moved this week' }).getByRole('listitem')).toHaveCount(8);
  await expect(page.getByRole('region', { name: 'Your open opportunities' }).getByRole('listitem')).toHaveCount(5);
  await page.getByRole('link', { name: /by relationship$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My open opportunities by relationship');
});
