/** People who sign in with the provider, each in a browser of their own. */
import { expect, type Browser, type Page } from '@playwright/test';
import { GROUPS } from './provider.js';
import { LOCAL } from './serving.js';

/** On the provider's own pages. */
export async function atProvider(page: Page, who: string) {
  await page.getByPlaceholder('Enter any login').fill(who);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
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

/** What the first administrator does, who signs in locally: groups of the provider become roles. */
export async function giveRoles(browser: Browser, relata: string) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(relata);
  const answers = await page.evaluate(
    async ({ local, assignments }) => {
      const post = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        return `${response.status} ${await response.text()}`;
      };
      const said = [await post('sign-in/local', local)];
      for (const it of assignments) said.push(await post('roles/assignments', it));
      return said;
    },
    {
      local: LOCAL,
      assignments: [
        { role: 'salesperson', holder: { kind: 'claim', id: GROUPS.sales } },
        { role: 'administrator', holder: { kind: 'claim', id: GROUPS.administrators } },
      ],
    },
  );
  expect(answers.filter((it) => !it.startsWith('20'))).toEqual([]);
  await page.context().close();
}
