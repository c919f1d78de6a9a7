/** Widgets in the form of another application, across sites: who may show them, with which token, and what they leave behind. */
import type { Browser, Page } from '@playwright/test';
import { startHost, send, type Host } from './host.js';
import { pathOfHit, sample } from './screens.js';
import { expect, test } from './test.js';

const RECORD = sample.known.record;
const email = sample.colleague.address;

let host: Host;
let foreign: Host;
let apiToken: string;

const relata = () => process.env.RELATA_URL ?? '';

test.beforeAll(async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: relata() });
  // Widgets show what the colleague may see, who needs a role for that.
  const colleague = (await pathOfHit(request, email)).replace('/colleagues/', '');
  await send(request, 'POST', 'roles/assignments', { role: 'salesperson', holder: { kind: 'colleague', id: colleague } }).catch((error: Error) => {
    if (!error.message.includes('409')) throw error;
  });
  const { token } = await send<{ token: string }>(request, 'POST', 'tokens', { name: 'e2e', rights: ['issue_embed_tokens'], expires_in_days: 1 });
  apiToken = token;
  [host, foreign] = await Promise.all([startHost(token, email), startHost(token, email)]);
  await send(request, 'PUT', 'embed/origins', { origins: [{ origin: host.origin, label: 'The form of the tests' }] });
  await request.dispose();
});

test.afterAll(() => {
  host.end();
  foreign.end();
});

/** A browser of somebody who was never on a page of Relata. */
async function stranger(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return { context, page, faults };
}

const framed = (page: Page) => page.frameLocator('iframe');
const rowsIn = (where: Page | ReturnType<typeof framed>) => where.getByRole('list', { name: /^Colleagues who know/ }).getByRole('listitem');

/** A token as the host's server gets one. */
async function mint(page: Page, changed: { record?: string; origin?: string } = {}) {
  const asked = { record: RECORD, email, origin: host.origin, ...changed };
  return page.request.fetch(`${relata()}/api/v1/embed/tokens`, { method: 'POST', data: asked, headers: { authorization: `Bearer ${apiToken}` } });
}

/** The host hands this token out, whatever it was asked for. */
const handOut = (page: Page, token: string) => page.route('**/relata-token*', (route) => route.fulfill({ json: { token } }));

test('a registered origin shows the iframe, which sets no cookie and stores nothing', async ({ browser }) => {
  const { context, page, faults } = await stranger(browser);
  const cookies: string[] = [];
  page.on('response', async (response) => cookies.push(...(await response.headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value)));
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(rowsIn(framed(page)).first()).toBeVisible();
  await expect.poll(() => page.locator('iframe').evaluate((it) => it.clientHeight), { message: 'the frame is as high as its content' }).toBeGreaterThan(300);

  const inside = page.frames()[1]!;
  // A browser may deny a frame of another site any storage at all; then there is none.
  const kept = await inside.evaluate(() => {
    const lengthOf = (storage: () => Storage) => {
      try {
        return storage().length;
      } catch {
        return 0;
      }
    };
    return { cookie: document.cookie, local: lengthOf(() => localStorage), session: lengthOf(() => sessionStorage), address: location.search + location.hash };
  });
  expect(kept).toEqual({ cookie: '', local: 0, session: 0, address: '' });
  expect([cookies, await context.cookies(), faults]).toEqual([[], [], []]);
  await context.close();
});

test('the evidence opens in the iframe', async ({ browser }) => {
  const { context, page } = await stranger(browser);
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await framed(page).getByRole('button', { name: /^Why:/ }).first().click();
  await expect(framed(page).getByRole('heading', { name: 'How sure this is' })).toBeVisible();
  await context.close();
});

for (const widget of ['who-knows-whom', 'health', 'kpis', 'timeline']) {
  test(`a registered origin shows the element ${widget}`, async ({ browser }) => {
    const { context, page, faults } = await stranger(browser);
    await page.goto(`${host.origin}/element?record=${sample.deal.record}&widget=${widget}`);
    await expect(page.locator(`relata-${widget}`).getByRole('heading').first()).toBeVisible();
    await expect(page.locator('relata-skeleton')).toHaveCount(0);
    await expect(page.locator('relata-problem')).toHaveCount(0);
    expect([await context.cookies(), faults]).toEqual([[], []]);
    await context.close();
  });
}

test('an origin that is not registered cannot frame Relata', async ({ browser }) => {
  const { context, page, faults } = await stranger(browser);
  await page.goto(`${foreign.origin}/frame?record=${RECORD}`);
  await expect.poll(() => faults.join()).toContain('frame-ancestors');
  await expect(framed(page).locator('relata-who-knows-whom')).toHaveCount(0);
  expect(page.frames()[1]!.url()).toContain('chrome-error://');
  await context.close();
});

test('an origin that is not registered gets no token for itself', async ({ page }) => {
  expect((await mint(page, { origin: foreign.origin })).ok()).toBe(false);
});

test('an origin that is not registered reads nothing, even with the token of another', async ({ browser }) => {
  const { context, page, faults } = await stranger(browser);
  const { token } = (await (await mint(page)).json()) as { token: string };
  await handOut(page, token);
  await page.goto(`${foreign.origin}/element?record=${RECORD}`);
  await expect.poll(() => faults.join()).toContain('CORS');
  await expect(rowsIn(page)).toHaveCount(0);
  await context.close();
});

test('a message of another window is not heard', async ({ browser }) => {
  const { context, page } = await stranger(browser);
  const { token } = (await (await mint(page)).json()) as { token: string };
  await page.route('**/relata-token*', () => {});
  const exchanged: string[] = [];
  page.on('request', (request) => request.url().endsWith('/embed/sessions') && exchanged.push(request.url()));
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(framed(page).getByText('Waiting for the page around')).toBeVisible();
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src, id: 'other' })), 'about:blank');
  await page.frames()[2]!.evaluate((given) => parent.frames[0]!.postMessage({ type: 'relata:context', v: 1, token: given }, '*'), token);
  await page.waitForTimeout(1000);
  await expect(framed(page).first().getByText('Waiting for the page around')).toBeVisible();
  expect(exchanged).toEqual([]);
  await context.close();
});

test('a message of another shape is not heard', async ({ browser }) => {
  const { context, page } = await stranger(browser);
  await page.route('**/relata-token*', () => {});
  const exchanged: string[] = [];
  page.on('request', (request) => request.url().endsWith('/embed/sessions') && exchanged.push(request.url()));
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(framed(page).getByText('Waiting for the page around')).toBeVisible();
  await page.evaluate(() => {
    for (const data of ['relata:context', { type: 'relata:context', v: 2, token: 'x' }, { type: 'relata:context', v: 1, token: '<img>', html: 'x' }]) {
      frames[0]!.postMessage(data, '*');
    }
  });
  await page.waitForTimeout(500);
  expect(exchanged).toEqual([]);
  await context.close();
});

test('a forged token shows nothing', async ({ browser }) => {
  const { context, page } = await stranger(browser);
  await handOut(page, 'A'.repeat(43));
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(framed(page).getByRole('status')).toHaveText(/token/i);
  await expect(rowsIn(framed(page))).toHaveCount(0);
  await context.close();
});

test('a token is good for one exchange', async ({ browser }) => {
  const { context, page } = await stranger(browser);
  const { token } = (await (await mint(page)).json()) as { token: string };
  await handOut(page, token);
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(rowsIn(framed(page)).first()).toBeVisible();
  await page.reload();
  await expect(framed(page).getByRole('status')).toHaveText(/token/i);
  await expect(rowsIn(framed(page))).toHaveCount(0);
  await context.close();
});

test('a token of another origin is refused', async ({ page }) => {
  const { token } = (await (await mint(page)).json()) as { token: string };
  const exchanged = await page.request.post(`${relata()}/api/v1/embed/sessions`, { data: { token, origin: foreign.origin } });
  expect(exchanged.ok()).toBe(false);
});

test('a session reads its record, no other, and changes nothing', async ({ page }) => {
  const { token } = (await (await mint(page)).json()) as { token: string };
  const opened = await page.request.post(`${relata()}/api/v1/embed/sessions`, { data: { token, origin: host.origin }, headers: { origin: host.origin } });
  const { session, record } = (await opened.json()) as { session: string; record: string };
  expect(record).toBe(RECORD);
  const headers = { authorization: `Embed ${session}`, origin: host.origin };
  const ask = async (path: string) => (await page.request.get(`${relata()}/api/v1/${path}`, { headers })).status();
  expect(await ask(`records/${RECORD}/introducers`)).toBe(200);
  for (const path of [`records/${sample.deal.record}/introducers`, `records/${sample.deal.record}/health`, 'records', 'search?q=kean', 'colleagues', 'overview', 'me/ties', 'settings/analytics', 'audit']) {
    expect.soft(await ask(path), path).toBeGreaterThanOrEqual(400);
  }
  const written = await page.request.put(`${relata()}/api/v1/me/participation`, { headers, data: { visibility: 'hidden' } });
  expect(written.status()).toBeGreaterThanOrEqual(400);
});

/** Five minutes pass, so it runs where somebody waits for it. */
test('a token lasts five minutes at most', async ({ browser }) => {
  test.skip(!process.env.E2E_SLOW, 'set E2E_SLOW to wait for five minutes');
  test.setTimeout(400_000);
  const { context, page } = await stranger(browser);
  const { token, expires_at } = (await (await mint(page)).json()) as { token: string; expires_at: string };
  const left = Date.parse(expires_at) - Date.now();
  expect(left).toBeLessThanOrEqual(300_000);
  await handOut(page, token);
  await new Promise((resolve) => setTimeout(resolve, left + 1000));
  await page.goto(`${host.origin}/frame?record=${RECORD}`);
  await expect(framed(page).getByRole('status')).toHaveText(/token/i);
  await expect(rowsIn(framed(page))).toHaveCount(0);
  await context.close();
});
