import { expect, test } from 'vitest';
import type { WhyEvent } from '../../events/pair.js';
import { myTie, myTies } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import type { HideEvent } from './my-ties.events.js';
import './my-ties.js';

const show = (ties = myTies(), changed = {}) => mount('relata-my-ties', { ties, me: { id: '1', name: 'Amber Adams' }, ...changed });

test('three lists, each with a word when it is empty', async () => {
  const text = textOf(await show());
  for (const part of ['Strongest', 'Lea Brandt', 'Strong', '82 of 100', 'More lately than over the whole time.', 'No tie has grown noticeably.', 'No tie has faded noticeably.']) {
    expect(text).toContain(part);
  }
});

test('of a young tie nothing is said about where it goes', async () => {
  const trend = { course: 'not_enough_history' as const, gained: 0, silence: 0, text: 'too young' };
  expect(textOf(await show(myTies({ strongest: [myTie({ trend })] })))).not.toMatch(/too young/i);
});

test('why asks about me and the contact', async () => {
  const element = await show();
  const heard = new Promise<WhyEvent>((resolve) => element.addEventListener('relata-why', resolve));
  must(element, 'button[aria-label="Why: Lea Brandt"]').click();
  expect((await heard).pair).toMatchObject({ colleague: { id: '1' }, contact: { id: '7' } });
});

test('a contact is hidden, and then said to be', async () => {
  const element = await show();
  const heard = new Promise<HideEvent>((resolve) => element.addEventListener('relata-hide', resolve));
  must(element, 'button[aria-label^="Hide from others"]').click();
  expect((await heard).contact.id).toBe('7');
  for (const hidden of [await show(myTies({ strongest: [myTie({ hidden: true })] })), await show(myTies(), { hiddenIds: ['7'] })]) {
    expect(textOf(hidden)).toContain('Hidden from others');
    hidden.remove();
  }
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const tie = myTie();
  const element = await show(myTies({ strongest: [{ ...tie, contact: { ...tie.contact, name, company: name } }] }));
  expect(find(element, 'img, script')).toBeNull();
});
