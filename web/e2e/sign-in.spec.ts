/** Signing in with the organisation's provider: the certified `oidc-provider`, and `relata serve` as an organisation runs it. */
import type { Page } from '@playwright/test';
import { atProvider, giveRoles, menu, prove, signIn } from './people.js';
import { startProvider, type RunningProvider } from './provider.js';
import { sample } from './screens.js';
import { LOCAL, serve, type Serving } from './serving.js';
import { expect, test } from './test.js';

let provider: RunningProvider;
let relata: Serving;

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  provider = await startProvider(() => relata.url);
  relata = await serve(provider.issuer);
  await giveRoles(browser, relata.url);
});

test.afterAll(async () => {
  await relata.end();
  provider.end();
});

const asks = (page: Page) => page.getByRole('heading', { name: 'Sign in to Relata' });

test('nobody is signed in, and nothing is shown', async ({ page, request }) => {
  await page.goto(relata.url);
  await expect(asks(page)).toBeVisible();
  await expect(page.getByText('This is a demo')).toHaveCount(0);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  for (const path of ['overview', 'records', 'search?q=kean', 'colleagues', 'me/ties', 'audit', 'settings/analytics']) {
    expect((await request.get(`${relata.url}/api/v1/${path}`)).status(), path).toBe(401);
  }
  expect(await (await request.get(`${relata.url}/api/v1/sign-in`)).json()).toMatchObject({ provider: { name: 'Contoso ID' }, demo: false });
});

test('a group of the provider administers', async ({ page }) => {
  await signIn(page, relata.url, 'admin');
  await menu(page).click();
  await expect(page.getByText('Administrator', { exact: true })).toBeVisible();
});

test('signing in leads back to where one was, with the role of the group', async ({ page }) => {
  await signIn(page, relata.url, 'steven', sample.known.path);
  await expect(page.getByRole('heading', { level: 1, name: sample.known.name })).toBeVisible();
  await menu(page).click();
  await expect(page.getByText('Salesperson', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'My page' }).click();
  await expect(page.getByRole('heading', { name: 'My ties' })).toBeVisible();
});

test('the session is a cookie that no script reads, and no token is in the page', async ({ page, context }) => {
  await signIn(page, relata.url, 'steven');
  const [session] = (await context.cookies(relata.url)).filter(({ name }) => /relata$/.test(name));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const seen = await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
  expect(seen).not.toContain(session!.value);
  expect(page.url()).not.toContain('code=');
});

test('whoever has no role is told which, and who gives it', async ({ page }) => {
  await signIn(page, relata.url, 'guest');
  await expect(page.getByRole('heading', { name: 'You have no role here yet' })).toBeVisible();
  await expect(page.getByText('An administrator of Relata can give you one')).toBeVisible();
  const status = await page.evaluate(async () => (await fetch('/api/v1/records')).status);
  expect(status).toBe(403);
});

test('a way back that was not begun here leads nowhere', async ({ page, request }) => {
  const response = await request.get(`${relata.url}/api/v1/sign-in/callback?code=stolen&state=made-up`, { maxRedirects: 0 });
  expect(response.status()).toBe(400);
  await page.goto(`${relata.url}/api/v1/sign-in/start?back=//evil.example`);
  expect(new URL(page.url()).origin).toBe(relata.url);
});

test('signing out ends the session here and at the provider', async ({ page, context }) => {
  await signIn(page, relata.url, 'steven');
  const before = await context.cookies(relata.url);
  await menu(page).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  const further = page.getByRole('button', { name: /sign me out/i });
  await expect(further.or(asks(page)).first()).toBeVisible();
  if (await further.isVisible()) await further.click();
  await context.addCookies(before);
  await page.goto(relata.url);
  await expect(asks(page)).toBeVisible();
});

test('the provider can end a session', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, relata.url, 'steven');
  const other = await context.newPage();
  await other.goto(`${provider.issuer}/session/end`);
  await other.getByRole('button', { name: /sign me out/i }).click();
  await expect.poll(() => page.evaluate(async () => (await fetch('/api/v1/viewer')).status)).toBe(401);
  await context.close();
});

test('a session that ends in the middle of work keeps the page', async ({ page, context }) => {
  await signIn(page, relata.url, 'steven', '/me?tab=switches');
  await expect(page.getByRole('heading', { name: 'What others see of my ties' })).toBeVisible();
  await page.evaluate(() => fetch('/api/v1/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }));
  await page.getByRole('radio', { name: /^Counted only/ }).click();
  await expect(page.getByRole('heading', { name: 'You have been signed out' })).toBeVisible();
  const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Sign in with Contoso ID' }).click()]);
  const signedIn = tab.getByRole('heading', { name: 'You are signed in' });
  const asked = tab.getByPlaceholder('Enter any login').or(tab.getByRole('button', { name: 'Continue' }));
  await expect(signedIn.or(asked).first()).toBeVisible();
  if (!(await signedIn.isVisible())) await atProvider(tab, 'steven');
  await expect(signedIn).toBeVisible();
  await tab.close();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(page.getByRole('heading', { name: 'You have been signed out' })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'What others see of my ties' })).toBeVisible();
  await page.getByRole('radio', { name: /^Counted only/ }).click();
  await expect(page.getByText('It is in force everywhere')).toBeVisible();
  await page.getByRole('radio', { name: /^By name Colleagues/ }).click();
});

test('sessions are listed, and another browser can be ended', async ({ browser }) => {
  const [one, two] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [here, there] = [await one.newPage(), await two.newPage()];
  await signIn(there, relata.url, 'steven');
  await signIn(here, relata.url, 'steven', '/sessions');
  await expect(here.getByText('This browser')).toBeVisible();
  const end = here.getByRole('button', { name: /^End the session/ });
  const count = await end.count();
  await end.first().click();
  // Whoever found a browser open shall not end the others: one proves first that it is oneself.
  await here.getByRole('alert').getByRole('link').click();
  await here.getByRole('link', { name: 'Sign in with Contoso ID' }).click();
  await prove(here, 'steven');
  await expect(here).toHaveURL(`${relata.url}/sessions`);
  await expect(end).toHaveCount(count);
  await end.first().click();
  await expect(here.getByText('The session has ended.')).toBeVisible();
  await expect(end).toHaveCount(count - 1);
  await Promise.all([one.close(), two.close()]);
});

test('for what weighs much one signs in once more', async ({ page }) => {
  await signIn(page, relata.url, 'admin');
  await page.goto(`${relata.url}/api/v1/sign-in/start?again=true&back=/me`);
  await expect(page.getByPlaceholder('Enter any login').or(page.getByPlaceholder('and password')).first()).toBeVisible();
});

test('the local administrator is for emergencies', async ({ page }) => {
  await page.goto(relata.url);
  await page.getByText('Sign in as a local administrator').click();
  await page.getByLabel('Name').fill(LOCAL.name);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('wrong');
  await page.getByLabel('Password').fill(LOCAL.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(menu(page)).toBeVisible();
});
