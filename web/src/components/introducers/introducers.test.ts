import { expect, test } from 'vitest';
import type { IntroduceEvent, WhyEvent } from '../../events/pair.js';
import { answer, introducer, named, unknown } from '../../testing/examples.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './introducers.js';

const show = (introducers = [introducer()], changed = {}) =>
  mount('relata-introducers', { target: answer().target, introducers, computedFor: '2002-02-13', ...changed });

test('a row says who, how well, and on what evidence', async () => {
  const row = textOf(must(await show(), 'li'));
  for (const part of [
    'Amber Adams',
    'Director',
    'amber@us.example',
    'Strong',
    '82 of 100',
    'High confidence',
    '14 sent, 9 received, 5 replies, 2 meetings',
    'Last: email from Lea Brandt, 3 days before 13 Feb 2002',
  ]) {
    expect(row).toContain(part);
  }
});

test('an unknown tie says why it has no number', async () => {
  const row = textOf(must(await show([unknown()]), 'li'));
  expect(row).toContain('Unknown: mail in one direction only');
  expect(row).not.toContain('of 100');
});

test('the contact is named where the target is an account', async () => {
  const account = { kind: 'account' as const, id: 'A-1', name: 'Acme' };
  expect(textOf(await show([introducer()], { target: account }))).toContain('Knows Lea Brandt');
  expect(textOf(await show())).not.toContain('Knows Lea Brandt');
});

test.each([
  ['relata-why', 'Why: Amber Adams and Lea Brandt'],
  ['relata-introduce', 'Get introduced by Amber Adams'],
] as const)('%s comes from the button "%s" and crosses shadow roots', async (type, label) => {
  const element = await show();
  const heard = new Promise<WhyEvent | IntroduceEvent>((resolve) => document.addEventListener(type as never, resolve, { once: true }));
  must(element, `button[aria-label="${label}"]`).click();
  expect((await heard).pair).toMatchObject({ colleague: { id: '1' }, contact: { id: '7' } });
});

test('a name is a link only where the page says where to', async () => {
  expect(find(await show(), 'a.name')).toBeNull();
  const element = await show([named('Amber', 'a/b')], { colleagueHref: '/colleagues/{id}' });
  expect(must(element, 'a.name').getAttribute('href')).toBe('/colleagues/a%2Fb');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await show([named(name)]);
  expect(everythingIn(element).map((it) => it.localName)).not.toContain('script');
  expect(find(element, 'img')).toBeNull();
  expect(find(element, 'bdi')).not.toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
