/** A record's page: its health and what it is made of, both sides' figures, and what happened. */
import type { Locator, Page } from '@playwright/test';
import { about, healthOf, recordsOf, sample, whom } from './screens.js';
import { expect, test } from './test.js';

const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
const figures = (page: Page, of: string, row: string) => table(page, of).getByRole('row', { name: new RegExp(`^${row}`) }).getByRole('cell');

/**
 * Counted by hand in fixtures/enron/activities.csv, for the 90 days from 16 Nov 2001 to 13 Feb 2002 (UTC); all are regarding
 * this deal, and no mailbox holds mail between its owner and its people in that time.
 *
 * - Emails of Jeff Dasovich: 28 Nov; 25 Dec, 4 Jan and 29 Jan, which answer theirs; 10 Jan. Of theirs: 24 Dec, 3 and 28 Jan;
 *   11 Jan, which answers his.
 * - Meetings: 13 Dec, called by him, 90 minutes; 7 Dec, called by them, 60 minutes. One on 4 Feb was cancelled. No calls.
 * - Tasks: 20 Nov, 30 minutes; 18 Jan, 90 minutes. A third, on 20 Mar 2002, is still to come.
 * - He answered after 17:48, 4:37 and 20:05 hours: mean 14.2, median 17.8. Three of their four emails were answered.
 *   They answered after 21:30 hours, one of his five.
 * - Time of ours: 5 × 5 min written + 4 × 2.5 read + 150 in meetings + 120 in tasks = 305 min. Theirs: 4 × 5 + 5 × 2.5 + 150 = 182.5.
 * - Followed emails: 28 Nov, 25 Dec and 10 Jan; each was opened and its link followed, no attachment was opened.
 */
test('the key figures are those that were counted by hand', async ({ page }) => {
  await page.goto(sample.deal.path);
  const expected: [of: string, row: string, figures: (string | RegExp)[]][] = [
    ['Who starts them', 'Emails', ['5', '4']],
    ['Who starts them', 'Meetings', ['1', '1']],
    ['Who starts them', 'Calls', ['0', '0']],
    ['Time to answer', 'Mean', ['14.2 hrs', '21.5 hrs']],
    ['Time to answer', 'Median', ['17.8 hrs', '21.5 hrs']],
    ['Time to answer', 'Answered', ['75% (3 of 4)', '20% (1 of 5)']],
    ['Time to answer', 'Replies', ['3', '1']],
    ['Time invested', 'In all', ['5.1 hrs', '3 hrs']],
  ];
  for (const [of, row, [us, them]] of expected) {
    await expect(figures(page, of, row).nth(0), `${of}, ${row}, us`).toHaveText(us!);
    await expect(figures(page, of, row).nth(1), `${of}, ${row}, them`).toHaveText(them!);
  }
  await expect(page.getByText('2 tasks were completed besides.')).toBeVisible();
  await expect(page.getByText('Of 3 followed emails.')).toBeVisible();
  await expect(page.locator('relata-email-engagement dd')).toHaveText([/^\s*100%/, /^\s*100%/, /^\s*0%/]);
  await expect(page.locator('relata-touches')).toContainText('Email sent');
  await expect(page.locator('relata-touches')).toContainText('15 days before 13 Feb 2002');
  await expect(page.locator('relata-touches')).toContainText('Task in 5 weeks, on 20 Mar 2002');
});

test('another window has other figures', async ({ page }) => {
  await page.goto(sample.deal.path);
  await expect(figures(page, 'Who starts them', 'Emails').first()).toHaveText('5');
  await page.getByRole('combobox', { name: 'Period: Key figures' }).selectOption('Last 30 days');
  // 15 Jan to 13 Feb: their email of 28 Jan and the answer of 29 Jan, and the task of 18 Jan.
  await expect(figures(page, 'Who starts them', 'Emails').nth(0)).toHaveText('1');
  await expect(figures(page, 'Who starts them', 'Emails').nth(1)).toHaveText('1');
  await expect(figures(page, 'Who starts them', 'Meetings').nth(0)).toHaveText('0');
  await expect(page.getByText('1 task was completed besides.')).toBeVisible();
});

test('the parts of health add up to the score on the dial', async ({ page, request }) => {
  for (const { path } of [sample.deal, sample.poor, sample.openLead]) {
    const { score, history } = await healthOf(request, path);
    await page.goto(path);
    await page.locator('summary').filter({ hasText: 'How the score adds up' }).click();
    const points = (await numbersIn(table(page, 'How the score adds up').getByRole('cell'))) as number[];
    const total = points.pop();
    expect(points.length).toBeGreaterThan(2);
    expect(points.reduce((a, b) => a + b, 0), path).toBe(total);
    expect(total).toBe(score);
    expect(history.at(-1)?.score, 'the history ends with the score').toBe(score);
    await expect(page.locator('relata-health-dial')).toContainText(String(score));
  }
});

test('a list says of a record what its own page says', async ({ request }) => {
  for (const kind of ['opportunity', 'contact', 'lead', 'account']) {
    const { records } = await recordsOf(request, `kind=${kind}&sort=health&order=desc&limit=5`);
    for (const { id, health } of records) {
      const { state, score, trend } = await healthOf(request, `/records/${id}`);
      expect({ state, score, trend }, id).toEqual(health);
    }
  }
});

test('a weak relationship says what moved it, and that nothing is planned', async ({ page }) => {
  await page.goto(sample.poor.path);
  await expect(page.locator('relata-health-dial')).toContainText('Poor');
  await expect(page.getByRole('list', { name: 'What moved it' })).toContainText('Silence');
  await expect(page.getByText('Nothing is planned')).toBeVisible();
  await expect(page.getByText('Nothing has happened for 135 days.')).toBeVisible();
});

test('without a score it is said why, and what is missing', async ({ page }) => {
  await page.goto(sample.unscored.path);
  await expect(page.getByText('There is not enough information for a score yet.')).toBeVisible();
  await expect(page.getByText('A score needs contact on 3 days within two years; there was contact on 2.')).toBeVisible();
  await page.goto(sample.won.path);
  await expect(page.getByText('Health is calculated for open records alone')).toBeVisible();
  await page.goto(sample.unanalysed.path);
  await expect(page.getByText('marked as not to be analysed')).toBeVisible();
  await expect(page.locator('relata-problem')).toHaveCount(0);
});

test('activities of another period, and between any two days', async ({ page }) => {
  await page.goto(sample.deal.path);
  const section = page.getByRole('region', { name: 'Activities' });
  const days = section.getByRole('table', { name: 'Activities per day, by type' }).getByRole('rowheader');
  // In 60 days, the eight days with an email and that of the task of 18 Jan.
  await expect(days).toHaveCount(9);
  const period = page.getByRole('combobox', { name: 'Period: Activities' });
  await period.selectOption('Last 30 days');
  await expect(days).toHaveText(['29 Jan 2002', '28 Jan 2002', '18 Jan 2002']);
  await period.selectOption('Other days…');
  await section.getByLabel('From').fill('2001-12-01');
  await section.getByLabel('To').fill('2001-12-20');
  await section.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(days).toHaveText(['13 Dec 2001', '7 Dec 2001']);
  await section.getByLabel('From').fill('2002-01-30');
  await section.getByLabel('To').fill('2002-02-13');
  await section.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(section.getByText('Nothing happened between 30 Jan 2002 and 13 Feb 2002.')).toBeVisible();
});

test('similar won deals stand beside an opportunity, and say why these', async ({ page }) => {
  await page.goto(sample.deal.path);
  const deals = table(page, 'Similar won deals');
  await expect(deals.getByRole('rowheader')).toHaveCount(5);
  await expect(page.getByText('48 won and 46 lost deals were compared.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all 20' }).click();
  await expect(deals.getByRole('rowheader')).toHaveCount(20);
  await page.getByText('What was compared').click();
  await expect(page.getByText('emails in the first month:')).toBeVisible();
  await deals.getByRole('link').first().click();
  await expect(page.getByText('Won', { exact: true }).first()).toBeVisible();
});

test('who covers whom, and what belongs to an account', async ({ page }) => {
  await page.goto(whom(sample.account.path));
  const map = table(page, 'How well each colleague knows each contact');
  await expect(map.getByRole('rowheader')).toHaveCount(9);
  await expect(map).toContainText('87');
  await page.goto(about(sample.account.path));
  await expect(page.getByRole('region', { name: 'Opportunities of this account' }).getByRole('listitem')).toHaveCount(8);
  await page.getByRole('link', { name: 'See them by relationship' }).click();
  await expect(page).toHaveURL(/account=account-bracepatt-com/);
  await expect(page.getByRole('status').filter({ hasText: '8 records' })).toBeVisible();
});

async function numbersIn(cells: Locator): Promise<number[]> {
  await expect(cells.first()).toBeVisible();
  return (await cells.allTextContents()).map((it) => Number(it.replace('−', '-').replace('+', '')));
}
