import { afterEach, expect, test, vi } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, settled, textOf } from '../../testing/mount.js';
import { buttons, press } from '../../testing/press.js';
import { serve } from '../../testing/server.js';
import { asText, end, finding, plan } from '../../testing/trials.js';
import './trial.js';

afterEach(() => vi.restoreAllMocks());

async function show(text: string, extent: 'test' | 'plan' = 'test') {
  const server = serve({ '/connections/1/': text });
  const trial = await mount('relata-trial', { trial: { extent, what: '1' } });
  await vi.waitFor(() => expect(buttons(trial)).toEqual([]));
  return { trial, ...server };
}

test('each finding is told with what to do about it, and whether anything stands in the way', async () => {
  const { trial, changes } = await show(asText(finding('fine', 'signed in'), finding('wrong', 'mail outside the group can be read', 'take it away'), end(false)));
  expect(changes()).toEqual([['POST', '/connections/1/test', {}]]);
  expect(textOf(must(trial, '[role=status]'))).toBe('Nothing is read until what is marked is mended.');
  expect(textOf(must(trial, '.fine'))).toBe('Fine: Signed in');
  expect(textOf(must(trial, '.wrong'))).toBe('To mend: Mail outside the group can be read → Take it away');
});

test('the plan says whose mailboxes, how many messages, and what is kept of one', async () => {
  const { trial } = await show(asText(plan(), end(true)), 'plan');
  expect(textOf(must(trial, '[role=status]'))).toBe('This would be read. Nothing has been read yet.');
  const said = textOf(must(trial, 'relata-plan'));
  expect(said).toContain('Mailboxes 30');
  expect(said).toContain('between 900 and 1,400, estimated from 12 of 30 mailboxes');
  expect(said).toContain('Amber Stone amber@us.example and 29 more');
  expect(said).toContain('Everything that is kept of a message, for example when 2026-11-20T09:12:04Z');
});

test('of a CRM the plan says how much is in each table', async () => {
  const tables = [{ table: 'contacts', rows: 5000, or_more: true }, { table: 'leads', rows: 3, or_more: false }];
  const { trial } = await show(asText(plan({ mailboxes: 0, named: [], messages: null, tables }), end(true)), 'plan');
  expect(textOf(must(trial, 'relata-plan'))).toContain('contacts 5,000 or more leads 3');
  expect(textOf(must(trial, 'relata-plan'))).not.toContain('Mailboxes');
});

test('what it is doing is said, and cancelling ends it and forgets what it found', async () => {
  let ended = false;
  vi.spyOn(globalThis, 'fetch').mockImplementation((_, request) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`${asText(finding('fine', 'signed in'))}{"line":"step","step":"counting","done":2,"of":12}\n`));
        request?.signal?.addEventListener('abort', () => (ended = true));
      },
    });
    return Promise.resolve(new Response(body));
  });
  const trial = await mount('relata-trial', { trial: { extent: 'plan', what: '1' } });
  await vi.waitFor(() => expect(textOf(must(trial, '[role=status]'))).toBe('Counting messages, mailbox 3 of 12 …'));
  expect(must<HTMLProgressElement>(trial, 'progress').value).toBe(2);
  expect(must(trial, '[aria-busy]').getAttribute('aria-busy')).toBe('true');
  await press(trial, 'Cancel the trial');
  await settled(trial);
  expect(ended).toBe(true);
  expect(textOf(trial)).toBe('Cancelled. Nothing of it was kept.');
});

test('one that broke off says so', async () => {
  const { trial } = await show(asText(finding('fine', 'signed in')));
  expect(textOf(must(trial, '[role=alert]'))).toContain('broke off before the trial was over');
});

test('a refusal of the server is said in its words', async () => {
  serve({ '/connections': { detail: 'connections are being tried already' } }, 409);
  const trial = await mount('relata-trial', { trial: { extent: 'test', what: '1' } });
  await vi.waitFor(() => expect(textOf(must(trial, '[role=alert]'))).toContain('are being tried already'));
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const { trial } = await show(asText(finding('note', name, name), plan({ named: [{ name, address: 'a@b.example' }] }), end(true)));
  expect(find(trial, 'img, script')).toBeNull();
  expect(textOf(trial)).not.toMatch(/[\u202a-\u202e]/);
});
