import { expect, test } from 'vitest';
import { mount, must } from '../../testing/mount.js';
import './settings-nav.js';

const areas = [
  { href: '/settings/consent', label: 'Consent' },
  { href: '/settings/audit', label: 'Audit' },
];

test('the open part is marked, and chosen where there is room for a choice only', async () => {
  const nav = await mount('relata-settings-nav', { areas, current: '/settings/audit' });
  expect(must(nav, '[aria-current=page]').getAttribute('href')).toBe('/settings/audit');
  const select = must<HTMLSelectElement>(nav, 'select');
  expect(select.value).toBe('/settings/audit');
  select.value = '/settings/consent';
  select.dispatchEvent(new Event('change'));
  expect(location.pathname).toBe('/settings/consent');
  history.replaceState(null, '', '/');
});
