/** Where enabling stands, as somebody sees it who may not look at the consent itself. */
import { arrive, giveRoles, posted, prove } from './people.js';
import { GROUPS, startProvider, type RunningProvider } from './provider.js';
import { serve, type Serving } from './serving.js';
import { expect, test } from './test.js';

let provider: RunningProvider;
let relata: Serving;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  provider = await startProvider(() => relata.url);
  relata = await serve(provider.issuer);
  await giveRoles(browser, relata.url, { directory_administrator: GROUPS.administrators });
});

test.afterAll(async () => {
  await relata.end();
  provider.end();
});

test('a salesperson is told that consent is missing, until when, and puts it away', async ({ browser }) => {
  const steven = await arrive(browser, relata.url, 'steven');
  const banner = steven.getByRole('status').filter({ hasText: 'Consent is missing' });
  await expect(steven.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(banner).toHaveCount(0);

  const admin = await arrive(browser, relata.url, 'admin');
  // What follows weighs much.
  await admin.goto(`${relata.url}/api/v1/sign-in/start?again=true&back=/`);
  await prove(admin, 'admin');
  await expect(admin).toHaveURL(`${relata.url}/`);
  await posted(admin, 'consent/withdraw', { insights: ['for_each_user', 'aggregated', 'identifiable'] });
  await posted(admin, 'consent/disable', {});
  await posted(admin, 'consent/enable', { contributors: { everybody: true, roles: [] } });
  await steven.reload();
  await expect(banner).toContainText('14 days left');
  await expect(banner).toContainText(/turn themselves off on \d+ \w+ \d{4}/);
  await expect(banner.getByRole('link')).toHaveCount(0);
  expect(await steven.evaluate(async () => (await fetch('/api/v1/consent')).status)).toBe(403);

  await banner.getByRole('button', { name: 'Put away until the browser is closed' }).click();
  await expect(banner).toHaveCount(0);
  await steven.reload();
  await expect(steven.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await Promise.all([steven.context().close(), admin.context().close()]);
});
