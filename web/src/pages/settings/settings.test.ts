import { afterEach, expect, test, vi } from 'vitest';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { viewer } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './settings.js';

afterEach(() => vi.restoreAllMocks());

async function show(area: string, rights: string[]) {
  serve({ '/viewer': viewer({ rights }), '/audit': { events: [], next: null } });
  const page = await mount('relata-settings-page', { area });
  await vi.waitFor(() => expect(find(page, 'h1')).not.toBeNull());
  const links = [...(find(page, 'relata-settings-nav')?.shadowRoot?.querySelectorAll('a') ?? [])];
  return { page, links: links.map((it) => textOf(it)), current: links.filter((it) => it.getAttribute('aria-current') === 'page').map((it) => textOf(it)) };
}

test.each([
  [['read_audit'], ['Overview and consent', 'Audit']],
  [['manage_people'], ['People', 'Privacy requests']],
  [['give_consent', 'manage_people'], ['Overview and consent', 'People', 'Privacy requests']],
  [['manage_settings', 'manage_insights', 'manage_roles', 'manage_access'], ['Overview and consent', 'Analytics and health', 'Roles', 'Access', 'Embedding']],
])('with %j one is offered %j', async (rights, offered) => {
  expect((await show('audit', rights)).links).toEqual(offered);
});

test('without an area, the first one that may be opened is open', async () => {
  const { page, current } = await show('', ['manage_people']);
  expect([current, textOf(must(page, 'h1'))]).toEqual([['People'], 'People']);
});

test('whoever may open none is told who may', async () => {
  const { page, links } = await show('', ['see_records']);
  expect(links).toEqual([]);
  expect(textOf(page)).toContain('An administrator of Relata gives these roles.');
});

test('an area that is not there is no page', async () => {
  expect(textOf((await show('nowhere', ['read_audit'])).page)).toContain('There is no such page');
});
