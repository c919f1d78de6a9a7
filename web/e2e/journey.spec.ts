/** What a salesperson does: find a person, see who knows them and why, and ask for an introduction. */
import type { Page } from '@playwright/test';
import { KNOWN_ADDRESS, pathOfKnownPerson } from './screens.js';
import { expect, test } from './test.js';

const widget = (page: Page) => page.getByRole('region', { name: 'Who knows whom' });
const introducers = (page: Page) => page.getByRole('list', { name: /^Colleagues who know/ });
const dialog = (page: Page) => page.getByRole('dialog');

test('from the search to a person and the colleagues who know them', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Search people and records' }).fill(KNOWN_ADDRESS);
  await page.getByRole('option').filter({ hasText: KNOWN_ADDRESS }).first().click();
  await expect(page).toHaveURL(/\/(people|records)\//);
  await expect(widget(page).getByRole('heading', { name: /^Who knows/ })).toBeVisible();
  await expect(introducers(page).getByRole('listitem').first()).toContainText(/of 100|Unknown/);
});

test('the known stand before the unknown, the stronger before the weaker', async ({ page, request }) => {
  await page.goto(sample.known.path);
  await expect(introducers(page)).toBeVisible();
  const all = page.getByRole('button', { name: /^Show (all|100)/ });
  if (await all.isVisible()) {
    await Promise.all([page.waitForResponse(/limit=100/), all.click()]);
    await expect.poll(() => introducers(page).getByRole('listitem').count()).toBeGreaterThan(5);
  }
  const strengths = await introducers(page).locator('relata-strength').evaluateAll((them) =>
    them.map((it) => (it as HTMLElement & { strength: number | null }).strength ?? -1),
  );
  expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
});

test('the bar is as long as the number says', async ({ page, request }) => {
  await page.goto(sample.known.path);
  await expect(introducers(page)).toBeVisible();
  const first = introducers(page).locator('relata-strength').first();
  const { strength, share } = await first.evaluate((it: HTMLElement & { strength: number }) => {
    const width = (selector: string) => it.shadowRoot!.querySelector(selector)!.getBoundingClientRect().width;
    return { strength: it.strength, share: width('.fill') / width('.bar') };
  });
  expect(Math.round(share * 100)).toBe(strength);
});

test('the parts of the evidence add up to the shown strength', async ({ page, request }) => {
  await page.goto(sample.known.path);
  await page.getByRole('button', { name: /^Why:/ }).first().click();
  const sum = page.getByRole('table', { name: 'How the strength adds up' });
  await expect(sum).toBeVisible();
  const points = (await sum.getByRole('cell').allTextContents()).map(Number);
  const total = points.pop();
  expect(points.length).toBeGreaterThan(0);
  expect(points.reduce((a, b) => a + b, 0)).toBeCloseTo(total!, 6);
  await expect(introducers(page).locator('relata-strength').first()).toContainText(String(total));
  for (const heading of ['How sure this is', 'Newest evidence', 'Left out, and why', 'What it is based on']) {
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
  }
});

test('the graph shows the same colleagues, and opens the same evidence', async ({ page, request }) => {
  await page.goto(sample.known.path);
  await expect(introducers(page)).toBeVisible();
  const inList = await introducers(page).getByRole('button', { name: /^Why:/ }).count();
  await page.getByRole('button', { name: 'Show as a graph' }).click();
  const nodes = page.getByRole('group', { name: /^Colleagues around/ }).getByRole('button');
  await expect(nodes).toHaveCount(Math.min(inList, 12));
  await nodes.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(nodes.nth(inList > 1 ? 1 : 0)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('heading', { name: /the evidence$/ })).toBeVisible();
});

test('an introduction is written and handed to the mail program', async ({ page, request }) => {
  await page.goto(sample.known.path);
  await page.getByRole('button', { name: /^Get introduced by/ }).first().click();
  await expect(page.getByLabel('Why do you want to meet?')).toBeFocused();
  await page.getByLabel('Why do you want to meet?').fill('Gas storage & pipelines');
  await page.keyboard.press('Enter');
  await page.getByLabel('Message').fill('Hello,\nplease introduce me.');
  await page.getByLabel('Subject').fill('A favour & a question');
  await expect(page.getByText('Relata cannot send this by itself')).toBeVisible();
  const link = page.getByRole('link', { name: 'Open in my mail program' });
  await expect(link).toHaveAttribute(
    'href',
    /^mailto:[^?]+@[^?]+\?subject=A%20favour%20%26%20a%20question&body=Hello%2C%0D%0Aplease%20introduce%20me\.$/,
  );
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('article', { name: 'Preview' })).toContainText('please introduce me.');
});

test('all by keyboard: search, person, evidence and back', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('combobox')).toBeVisible();
  await tabTo(page, 'combobox');
  await page.keyboard.type(KNOWN_ADDRESS);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const why = page.getByRole('button', { name: /^Why:/ }).first();
  await expect(why).toBeVisible();
  await tabTo(page, 'button', /^Why:/);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(why).toBeFocused();
});

test('lists load in portions and lead to pages', async ({ page }) => {
  await page.goto('/colleagues');
  const links = page.getByRole('main').getByRole('link');
  await expect(links.first()).toBeVisible();
  const more = page.getByRole('button', { name: 'Load more' });
  if (await more.isVisible()) {
    const before = await links.count();
    await more.click();
    await expect.poll(() => links.count()).toBeGreaterThan(before);
  }
  const name = await links.first().textContent();
  await links.first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name!);
});

test('records are listed by kind', async ({ page }) => {
  await page.goto('/records');
  await page.getByRole('tab', { name: 'Accounts' }).click();
  await expect(page).toHaveURL(/kind=account/);
  await page.getByRole('tabpanel').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Contacts and leads of this account' })).toBeVisible();
});

test('the theme is remembered', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Switch to dark theme' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Switch to light theme' })).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
});

/** Presses Tab until the focus is on what is wanted, as somebody without a mouse would. */
async function tabTo(page: Page, role: 'button' | 'combobox', name: RegExp = /.*/) {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.getByRole(role, { name }).first().evaluate(isFocused)) return;
  }
  throw new Error(`Tab does not reach a ${role} named ${name}`);
}

const isFocused = (element: Element) => element.matches(':focus');
