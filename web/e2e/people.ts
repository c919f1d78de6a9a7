/** People who sign in with the provider, each in a browser of their own. */
import { expect, type Browser, type Page } from '@playwright/test';
import { GROUPS } from './provider.js';
import { LOCAL } from './serving.js';

/** On the provider's own pages: who it is. */
export async function prove(page: Page, who: string) {
  await page.getByPlaceholder('Enter any login').fill(who);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

/** The same, and that Relata may know, which is asked the first time. */
export async function atProvider(page: Page, who: string) {
  await prove(page, who);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function signIn(page: Page, relata: string, who: string, path = '/') {
  await page.goto(relata + path);
  await page.getByRole('link', { name: 'Sign in with Contoso ID' }).click();
  await atProvider(page, who);
  await expect(page).toHaveURL(relata + path);
}

export const menu = (page: Page) => page.getByRole('button', { name: /your sessions, sign out$/ });

/** Somebody, signed in, in a browser that nobody else uses. */
export async function arrive(browser: Browser, relata: string, who: string, path = '/'): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, relata, who, path);
  return page;
}

/** What the first administrator does, who signs in locally: groups of the provider become roles, these and more. */
export async function giveRoles(browser: Browser, relata: string, more: Record<string, string> = {}) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(relata);
  await posted(page, 'sign-in/local', LOCAL);
  const roles = { salesperson: GROUPS.sales, administrator: GROUPS.administrators, ...more };
  for (const [role, id] of Object.entries(roles)) await posted(page, 'roles/assignments', { role, holder: { kind: 'claim', id } });
  await page.context().close();
}

/** Posts to the API, as whoever is signed in on the page. */
export async function posted(page: Page, path: string, body: object) {
  const said = await page.evaluate(
    async ([path, body]) => {
      const response = await fetch(`/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return `${response.status} ${await response.text()}`;
    },
    [path, JSON.stringify(body)] as const,
  );
  expect(said, path).toMatch(/^20/);
}
