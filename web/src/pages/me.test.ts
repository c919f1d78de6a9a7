import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmEvent } from '../components/confirm/confirm.events.js';
import { IntroductionAnswerEvent } from '../components/introductions/introductions.events.js';
import { HideEvent } from '../components/my-ties/my-ties.events.js';
import { NamingAnswerEvent } from '../components/naming-requests/naming-requests.events.js';
import { TakePartEvent, VisibilityEvent } from '../components/my-participation/my-participation.events.js';
import { lea } from '../testing/examples.js';
import { introduction, myTies, participation, question, stored, viewer } from '../testing/me.js';
import { find, mount, must, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import { myTabOf, type MyTab } from './me.js';

afterEach(() => vi.restoreAllMocks());

const answers = {
  '/viewer': viewer(),
  '/me/participation': participation(),
  '/me/naming-requests': { for_me: [question()], mine: [] },
  '/introductions': { for_me: [introduction({ may: ['accepted', 'declined'] })], mine: [], waiting: 1, open_days: 30 },
  '/own-mailbox': { state: 'granted', until: '2026-11-22T09:00:00Z' },
  '/me/waiting': { for_me: [], for_them: [], computed_for: null, computed_at: null },
  '/me/ties': myTies(),
  '/me/meetings': { meetings: [] },
  '/me/stored': stored(),
  '/me/views': { views: [], next: null },
  '/me/hidden': participation(),
  '/me/erase': { id: '3' },
};

async function show(tab: MyTab, changed = {}) {
  const server = serve({ ...answers, ...changed });
  const page = await mount('relata-my-page', { tab });
  await vi.waitFor(() => expect(find(page, 'fluent-tablist')).not.toBeNull());
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test.each([
  [null, 'relationships'],
  ['switches', 'switches'],
  ['x', 'relationships'],
])('the tab %s is %s', (asked, tab) => expect(myTabOf(asked)).toBe(tab));

test('who belongs to nobody of the directory is told', async () => {
  serve({ '/': { detail: 'your account belongs to nobody of the directory' } }, 409);
  const page = await mount('relata-my-page', {});
  await vi.waitFor(() => expect(textOf(page)).toContain('Your account belongs to nobody of the directory.'));
});

test('relationships: what asks for an answer stands first', async () => {
  const { page } = await show('relationships');
  const headings = [...must(page, 'relata-my-relationships').shadowRoot!.querySelectorAll('h2')].map(textOf);
  expect(headings).toEqual(['May you be named?', 'Introductions', 'Who waits for whom', 'My ties', 'Meetings with somebody new']);
});

test('who is asked for an introduction says yes', async () => {
  const { page, asked, sent } = await show('relationships', { '/introductions/9/answer': introduction({ state: 'accepted' }) });
  expect(textOf(page)).toContain('1 waits for your answer');
  must(page, 'relata-introductions').dispatchEvent(new IntroductionAnswerEvent('9', 'accepted'));
  await vi.waitFor(() => expect(asked().filter((it) => it === '/introductions')).toHaveLength(2));
  expect(asked()).toContain('/introductions/9/answer');
  expect(sent()).toBeDefined();
});

test('an answer is sent, a contact hidden', async () => {
  const { page, asked } = await show('relationships', { '/me/naming-requests/5': question({ answer: 'yes' }) });
  must(page, 'relata-naming-requests').dispatchEvent(new NamingAnswerEvent('5', 'yes'));
  await vi.waitFor(() => expect(asked()).toContain('/me/naming-requests/5'));
  must(page, 'relata-my-ties').dispatchEvent(new HideEvent(lea));
  await vi.waitFor(() => expect(textOf(page)).toContain('Hidden from others'));
  expect(asked()).toContain('/me/hidden/7');
});

test('what is stored, and that nobody looked', async () => {
  const { page, asked } = await show('stored');
  expect(textOf(page)).toContain('Nobody has been shown a tie of yours yet.');
  must(page, '.everything button').click();
  await vi.waitFor(() => expect(asked().filter((it) => it === '/me/stored')).toHaveLength(3));
});

test('another visibility is in force at once', async () => {
  const { page, sent } = await show('switches');
  must(page, 'relata-my-visibility').dispatchEvent(new VisibilityEvent('hidden'));
  await vi.waitFor(() => expect(textOf(page)).toContain('Saved. It is in force everywhere.'));
  expect([sent()?.method, JSON.parse(String(sent()?.body))]).toEqual(['PUT', { visibility: 'hidden' }]);
});

test('sending from the mailbox is taken back', async () => {
  const { page, sent } = await show('switches');
  expect(textOf(page)).toContain('requests that you send yourself leave from your own mailbox');
  [...must(page, 'relata-my-switches').shadowRoot!.querySelectorAll('button')].find((it) => textOf(it) === 'Take it back')!.click();
  await vi.waitFor(() => expect(textOf(page)).toContain('Relata no longer sends from your mailbox.'));
  expect(sent()?.method).toBe('DELETE');
});

test('before taking part ends, it is said what happens', async () => {
  const { page, sent, asked } = await show('switches');
  const before = asked().length;
  must(page, 'relata-my-participation').dispatchEvent(new TakePartEvent(false));
  await vi.waitFor(() => expect(textOf(must(page, 'relata-confirm'))).toContain('You disappear from every list at once'));
  expect(asked()).toHaveLength(before);
  must(page, 'relata-confirm').dispatchEvent(new ConfirmEvent([]));
  await vi.waitFor(() => expect(textOf(page)).toContain('You no longer take part.'));
  expect(JSON.parse(String(sent()?.body))).toEqual({ opted_out: true });
});

test('erasing wants a word typed first', async () => {
  const { page, asked } = await show('switches');
  must(page, 'relata-my-switches').shadowRoot!.querySelector<HTMLElement>('.button.danger')!.click();
  await vi.waitFor(() => expect(textOf(must(page, 'relata-confirm'))).toContain('To go on, type: erase'));
  expect(must<HTMLButtonElement>(must(page, 'relata-confirm'), '.button.danger').disabled).toBe(true);
  must(page, 'relata-confirm').dispatchEvent(new ConfirmEvent([]));
  await vi.waitFor(() => expect(textOf(page)).toContain('Everything about you is being erased.'));
  expect(asked()).toContain('/me/erase');
});
