import { expect, test } from 'vitest';
import { similar } from '../../testing/analytics-examples.js';
import { everythingIn, find, HOSTILE_NAMES, mount, must, settled, textOf } from '../../testing/mount.js';
import './similar-deals.js';

test('a deal has its figures and leads to its page; the fields are named', async () => {
  const element = await mount('relata-similar-deals', { similar: similar() });
  expect(textOf(must(element, 'tbody'))).toBe('Storage at Lavo Acme 87% 120,000 2 Nov 2001 42 19 hrs 3.2 hrs 92%');
  expect(must(element, 'a').getAttribute('href')).toBe('/records/O-9');
  expect(textOf(must(element, 'details'))).toBe(
    'What was compared Each field weighs as much as it told won from lost deals apart so far. estimated revenue: 40% emails in the first month: 60%',
  );
});

test.each([
  [{}, 'Won deals that resemble this one most. 64 won and 41 lost deals were compared.'],
  [{ basis: 'recently_won', enough: false, won: 12, lost: 9 }, 'Too few deals have ended to compare this one with (12 won and 9 lost; 30 of each are needed).'],
  [{ basis: 'recently_won' }, 'No won deal resembles this one.'],
  [{ deals: [] }, 'No deal has been won yet.'],
] as const)('%o says why these', async (changed, words) => {
  expect(textOf(await mount('relata-similar-deals', { similar: similar({ ...changed } as never) }))).toContain(words);
});

test('the first are shown, and all on demand', async () => {
  const [deal] = similar().deals;
  const element = await mount('relata-similar-deals', { similar: similar({ deals: Array.from({ length: 7 }, () => deal!) }) });
  const rows = () => everythingIn(element).filter((it) => it.matches('tbody tr')).length;
  expect(rows()).toBe(5);
  must(element, 'button').click();
  await settled(element);
  expect(rows()).toBe(7);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const [deal] = similar().deals;
  const given = similar({ fields: [{ name, weight: 1 }], deals: [{ ...deal!, name, account: { id: 'A-1', name } }] });
  const element = await mount('relata-similar-deals', { similar: given });
  expect(find(element, 'img')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
