import { afterEach, expect, test, vi } from 'vitest';
import type { Draft } from '../../api/types.js';
import { HandOverEvent, ReasonEvent, SendEvent } from '../../components/introduction/introduction.events.js';
import type { IntroductionEvent } from '../../events/pair.js';
import { lea } from '../../testing/examples.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { keepDraft, keptHere } from './kept-draft.js';
import './introduction-dialog.js';

afterEach(() => vi.restoreAllMocks());

const pair = { colleague: { id: '1', name: 'Amber' }, contact: lea };
const draft: Draft = {
  to: { name: 'Amber', email: 'amber@us.example' },
  subject: 'Lea',
  body: 'Hello',
  transport: 'smtp',
  missing: null,
  from: null,
  own_mailbox: 'impossible',
  asked_before: null,
  tokens: [],
};
const answers = (...bodies: [unknown, number?][]) => {
  const fetch = vi.spyOn(globalThis, 'fetch');
  for (const [body, status = 200] of bodies) fetch.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
  return fetch;
};

async function show() {
  const dialog = await mount('relata-introduction-dialog', { pair });
  const heard: string[] = [];
  dialog.addEventListener('relata-introduction', ({ via }: IntroductionEvent) => heard.push(via));
  const say = async (event: Event, text: string) => {
    must(dialog, 'relata-introduction').dispatchEvent(event);
    await vi.waitFor(() => expect(textOf(dialog)).toContain(text));
  };
  return { dialog, heard, say };
}

test('a reason becomes a draft, a draft is sent, and the viewer is told', async () => {
  const fetch = answers([draft], [{ id: 'i1', state: 'sent', sent_at: '2002-02-13T05:12:00Z' }, 201]);
  const { heard, say } = await show();
  await say(new ReasonEvent('gas & storage'), 'To Amber');
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/introductions/draft?contact=7&colleague=1&reason=gas+%26+storage');
  await say(new SendEvent('Lea', 'Hi'), 'Sent to Amber.');
  expect(JSON.parse(String(fetch.mock.calls[1]?.[1]?.body))).toMatchObject({ contact: '7', colleague: '1', body: 'Hi' });
  expect(heard).toEqual(['smtp']);
});

test('tried again, it is the same message to the server', async () => {
  const fetch = answers([draft], [{ detail: 'the mail server is busy' }, 503], [{ id: 'i1' }, 201]);
  const { dialog, say } = await show();
  await say(new ReasonEvent(''), 'To Amber');
  await say(new SendEvent('Lea', 'Hi'), 'the mail server is busy');
  must(dialog, 'relata-problem').dispatchEvent(new Event('relata-retry'));
  await vi.waitFor(() => expect(textOf(dialog)).toContain('Sent to Amber.'));
  const [, first, second] = fetch.mock.calls.map(([, request]) => String(request?.body));
  expect(first).toBe(second);
  expect(JSON.parse(first!).idempotency_key).toMatch(/^[0-9a-f]{32}$/);
});

test('a message that left by the mail program is told to the host page', async () => {
  const fetch = answers([{ ...draft, transport: 'mailto' }], [{ id: 'i1', state: 'handed_over' }, 201]);
  const { heard, say } = await show();
  await say(new ReasonEvent(''), 'To Amber');
  await say(new HandOverEvent('mailto', 'Lea', 'Hi'), 'To Amber');
  expect(heard).toEqual(['mailto']);
  expect(JSON.parse(String(fetch.mock.calls[1]?.[1]?.body))).toMatchObject({ contact: '7', subject: 'Lea', through: 'mailto' });
});

test('what nobody confirmed is told so', async () => {
  answers([draft], [{ id: 'i1', state: 'uncertain', sent_at: '2002-02-13T05:12:00Z' }, 201]);
  const { say } = await show();
  await say(new ReasonEvent(''), 'To Amber');
  await say(new SendEvent('Lea', 'Hi'), 'Nobody knows whether this reached Amber.');
});

test('the next pair starts anew', async () => {
  answers([draft]);
  const { dialog, say } = await show();
  await say(new ReasonEvent(''), 'To Amber');
  dialog.pair = null;
  await settled(dialog);
  expect(find(dialog, 'relata-introduction')).toBeNull();
  dialog.pair = { ...pair, colleague: { id: '2', name: 'Ben' } };
  await settled(dialog);
  expect(textOf(dialog)).toContain('Ask Ben to introduce you to Lea Brandt');
  expect(textOf(dialog)).not.toContain('To Amber');
});

test('who was with the provider finds the draft as it was, and the same request', async () => {
  keepDraft({ place: location.pathname + location.search, pair, subject: 'Mine', body: 'As I wrote it', idempotencyKey: 'k' });
  const fetch = answers([{ ...draft, transport: 'graph', own_mailbox: 'granted' }], [{ id: 'i1', state: 'sent', sent_at: '2002-02-13T05:12:00Z' }, 201]);
  const { dialog, heard, say } = await show();
  await vi.waitFor(() => expect(must<HTMLTextAreaElement>(must(dialog, 'relata-introduction'), 'textarea').value).toBe('As I wrote it'));
  await say(new SendEvent('Mine', 'As I wrote it'), 'Sent to Amber.');
  expect(JSON.parse(String(fetch.mock.calls[1]?.[1]?.body))).toMatchObject({ idempotency_key: 'k', through: 'graph' });
  expect(heard).toEqual(['graph']);
  expect(keptHere()).toBeNull();
});
