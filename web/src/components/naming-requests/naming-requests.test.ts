import { expect, test } from 'vitest';
import { question } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import type { NamingAnswerEvent } from './naming-requests.events.js';
import './naming-requests.js';

const show = (changed = {}) => mount('relata-naming-requests', { questions: [question(changed)] });

test('who asks, about whom, why, and what a yes reveals', async () => {
  const text = textOf(await show());
  for (const part of ['Ben Carter wants to know who knows Lea Brandt', 'We bid for storage.', 'Yes shows Ben Carter your name', 'is not told that it was you']) expect(text).toContain(part);
});

test.each(['yes', 'no'] as const)('%s is told', async (answer) => {
  const element = await show();
  const heard = new Promise<NamingAnswerEvent>((resolve) => element.addEventListener('relata-naming-answer', resolve));
  must(element, `button[aria-label^="${answer === 'yes' ? 'Yes' : 'No'}"]`).click();
  expect(await heard).toMatchObject({ id: '5', answer });
});

test.each([
  [{ answer: 'yes', until: '2002-05-13T08:00:00Z' }, 'You said yes: Ben Carter sees your name until 13 May 2002.', 'No'],
  [{ answer: 'no' }, 'You said no: Ben Carter does not see your name.', 'Yes, name me'],
])('%o can be changed', async (changed, text, other) => {
  const element = await show(changed);
  expect(textOf(element)).toContain(text);
  expect([...element.shadowRoot!.querySelectorAll('button')].map(textOf)).toEqual([other]);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await show({ asker: { id: '2', name }, reason: name, contacts: [{ id: '7', name }] }), 'img, script')).toBeNull();
});
