import { afterEach, expect, test, vi } from 'vitest';
import type { Introducers } from '../../api/types.js';
import { answer, introducer, named } from '../../testing/examples.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { RelataWhoKnowsWhom } from './who-knows-whom.js';
import './who-knows-whom.js';

afterEach(() => vi.restoreAllMocks());

const respond = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

async function show(given: Introducers, properties: Partial<RelataWhoKnowsWhom> = { record: 'C-1' }) {
  const fetch = respond(given);
  const widget = await mount('relata-who-knows-whom', { server: 'https://relata.example', ...properties });
  await vi.waitFor(() => expect(find(widget, 'relata-skeleton')).toBeNull());
  return { widget, asked: () => String(fetch.mock.calls.at(-1)?.[0]) };
}

test.each([
  [{ record: 'C/1' }, 'https://relata.example/api/v1/records/C%2F1/introducers?limit=5'],
  [{ person: '12', limit: 3 }, 'https://relata.example/api/v1/people/12/introducers?limit=3'],
])('%o asks %s', async (properties, url) => {
  const { asked } = await show(answer(), properties);
  expect(asked()).toBe(url);
});

test('it shows a skeleton, then the list under its title', async () => {
  respond(answer());
  const widget = await mount('relata-who-knows-whom', { record: 'C-1' });
  expect(find(widget, 'relata-skeleton')).not.toBeNull();
  await vi.waitFor(() => expect(textOf(widget)).toContain('Who knows Lea Brandt?'));
  expect(find(widget, 'relata-introducers')).not.toBeNull();
});

test.each([
  [5, 23, 'Show all 23'],
  [5, 230, 'Show 100 of 230'],
])('%i of %i colleagues shown: the button says "%s" and asks for more', async (shown, total, label) => {
  const introducers = Array.from({ length: shown }, (_, index) => named(`N ${index}`, String(index)));
  const { widget, asked } = await show(answer({ introducers, total }));
  const button = must(widget, 'section > .button');
  expect(textOf(button)).toBe(label);
  button.click();
  await settled(widget);
  await vi.waitFor(() => expect(asked()).toContain('limit=100'));
});

test('one icon switches to the graph and back', async () => {
  const { widget } = await show(answer({ introducers: [introducer()] }));
  must(widget, 'button[title="Show as a graph"]').click();
  await settled(widget);
  expect(find(widget, 'relata-ego-graph')).not.toBeNull();
  must(widget, 'button[title="Show as a list"]').click();
  await settled(widget);
  expect(find(widget, 'relata-introducers')).not.toBeNull();
});

test('an empty answer says why it is empty', async () => {
  const { widget } = await show(answer({ introducers: [], total: 0, state: 'nobody' }));
  expect(textOf(widget)).toContain('412 mailboxes were searched.');
  expect(find(widget, 'button[title]')).toBeNull();
});

test.each([
  [{ record: 'C-9' }, 'record `C-9` is not known'],
  [{}, 'Say whom to show'],
])('%o: a problem is said and can be tried again', async (properties, text) => {
  respond({ detail: 'record `C-9` is not known' }, 404);
  const widget = await mount('relata-who-knows-whom', properties);
  await vi.waitFor(() => expect(textOf(widget)).toContain(text));
  expect(find(widget, 'relata-problem')).not.toBeNull();
});
