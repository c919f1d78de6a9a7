import { expect, test } from 'vitest';
import type { Draft } from '../../api/types.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { GrantEvent, ReasonEvent, SendEvent } from './introduction.events.js';
import './introduction.js';

const draft = (changed: Partial<Draft> = {}): Draft => ({
  to: { name: 'Amber Adams', email: 'amber@us.example' },
  subject: 'Meeting Lea',
  body: 'Hello Amber,\nplease.',
  transport: 'mailto',
  missing: 'an administrator must set [smtp] host.',
  from: null,
  own_mailbox: 'impossible',
  asked_before: null,
  tokens: [],
  ...changed,
});

test('the reason is asked first', async () => {
  const element = await mount('relata-introduction', {});
  expect(find(element, 'textarea')).toBeNull();
  const heard = new Promise<ReasonEvent>((resolve) => element.addEventListener('relata-reason', (it) => resolve(it as ReasonEvent)));
  must<HTMLInputElement>(element, '#reason').value = ' gas storage ';
  must<HTMLFormElement>(element, 'form').requestSubmit();
  expect((await heard).reason).toBe('gas storage');
});

test('without a mail server, the mail program takes the changed draft, and the reason why is said', async () => {
  const element = await mount('relata-introduction', { draft: draft() });
  const body = must<HTMLTextAreaElement>(element, 'textarea');
  body.value = 'Hi';
  body.dispatchEvent(new Event('input'));
  await settled(element);
  expect(must(element, 'a').getAttribute('href')).toBe('mailto:amber@us.example?subject=Meeting%20Lea&body=Hi');
  expect(textOf(element)).toContain('Relata cannot send this by itself: an administrator must set [smtp] host.');
});

test('with a mail server, the server sends', async () => {
  const element = await mount('relata-introduction', { draft: draft({ transport: 'smtp', from: 'relata@us.example', missing: null }) });
  expect(find(element, 'a')).toBeNull();
  expect(textOf(element)).toContain('Leaves from relata@us.example; the answer comes to you.');
  const heard = new Promise<SendEvent>((resolve) => element.addEventListener('relata-send', (it) => resolve(it as SendEvent)));
  must(element, '.actions .primary').click();
  expect(await heard).toMatchObject({ subject: 'Meeting Lea', body: 'Hello Amber,\nplease.' });
});

test('the preview shows the message as text', async () => {
  const element = await mount('relata-introduction', { draft: draft({ body: '<b>Hi</b>\nthere' }) });
  must(element, '.actions .subtle').click();
  await settled(element);
  expect(textOf(must(element, 'article'))).toBe('Meeting Lea <b>Hi</b> there');
});

test('who asked before is reminded of it', async () => {
  const asked_before = { at: '2002-02-11T08:00:00Z', state: 'sent' as const };
  const element = await mount('relata-introduction', { draft: draft({ asked_before }) });
  expect(textOf(element)).toMatch(/You asked Amber Adams about this contact .*2002.*: Sent\./);
});

test('who may allow it sends from their own mailbox', async () => {
  const element = await mount('relata-introduction', { draft: draft({ own_mailbox: 'possible' }) });
  const heard = new Promise<GrantEvent>((resolve) => element.addEventListener('relata-grant', (it) => resolve(it as GrantEvent)));
  must(element, '[aria-describedby="grant"]').click();
  expect(await heard).toMatchObject({ subject: 'Meeting Lea' });
  element.draft = draft({ transport: 'graph', from: 'ben@us.example', own_mailbox: 'granted', missing: null });
  await settled(element);
  expect(textOf(element)).toContain('Leaves from your own mailbox, ben@us.example.');
});
