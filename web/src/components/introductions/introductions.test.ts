import { expect, test } from 'vitest';
import { introduction } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import type { IntroductionAnswerEvent } from './introductions.events.js';
import './introductions.js';

test.each([
  ['sent', null, 'Nothing has come of it yet.'],
  ['uncertain', null, 'Ask Amber Adams before you write again'],
  ['handed_over', null, 'Relata cannot see whether you sent it'],
  ['answered', null, 'Amber Adams wrote back to you on 12 Feb 2002.'],
  ['accepted', null, 'Amber Adams said yes on 12 Feb 2002.'],
  ['accepted', 'introduced', 'Amber Adams brought you and Lea Brandt together on 12 Feb 2002.'],
  ['accepted', 'exchanged', 'You and Lea Brandt began to write or to meet on 12 Feb 2002'],
  ['declined', null, 'Amber Adams said no on 12 Feb 2002.'],
  ['expired', null, 'Nothing came of it within 30 days.'],
] as const)('to who asked, %s by %s reads well', async (state, seen, words) => {
  const element = await mount('relata-introductions', { requests: [introduction({ state, seen })] });
  expect(textOf(element)).toContain('You asked Amber Adams about Lea Brandt');
  expect(textOf(element)).toContain(words);
});

test('who is asked answers with one press', async () => {
  const requests = [introduction({ may: ['accepted', 'declined'] })];
  const element = await mount('relata-introductions', { requests, side: 'for_me' });
  expect(textOf(element)).toContain('Ben Bauer asks you to introduce Lea Brandt');
  const heard = new Promise<IntroductionAnswerEvent>((resolve) => element.addEventListener('relata-introduction-answer', (it) => resolve(it as IntroductionAnswerEvent)));
  must(element, '.button.primary').click();
  expect(await heard).toMatchObject({ id: '9', answer: 'accepted' });
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await mount('relata-introductions', { requests: [introduction({ contact: { id: '7', name } })] });
  expect(find(element, 'img, script')).toBeNull();
});
