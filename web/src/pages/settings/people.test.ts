import { afterEach, expect, test, vi } from 'vitest';
import type { Participant } from '../../api/types.js';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { press, tick, write } from '../../testing/press.js';
import { participant } from '../../testing/privacy.js';
import { serve } from '../../testing/server.js';
import './people.js';

afterEach(() => vi.restoreAllMocks());

async function show(people: Participant[], status = 200) {
  const answer = status === 200 ? { people, next: null } : { detail: 'you need the right to carry out opt-outs' };
  const server = serve({ '/participation': answer, '/access-requests': { id: '1' }, '/erasures': { id: '1' } }, status);
  const page = await mount('relata-participation-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  const confirm = () => must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit();
  return { page, confirm, ...server };
}

test('opting somebody out says what happens, and may erase the past', async () => {
  const { page, confirm, changes } = await show([participant()]);
  await press(page, 'Opt out Amber Adams');
  expect(textOf(must(page, 'relata-confirm'))).toContain('not even from colleagues’ mail');
  await tick(must(page, 'relata-confirm'), 'Also erase the past');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/participation/1', { opted_out: true, erase_past: true }]]));
  await vi.waitFor(() => expect(textOf(must(page, '.done'))).toBe('Amber Adams is opted out.'));
});

test('opting in again warns of those who opted out themselves', async () => {
  const { page, confirm, changes } = await show([participant({ state: 'opted_out' })]);
  await press(page, 'Opt in again Amber Adams');
  expect(textOf(must(page, 'relata-confirm'))).toContain('Do this only if they asked for it');
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/participation/1', { opted_out: false, erase_past: false }]]));
});

test.each([
  ['Put together what is stored', ['POST', '/access-requests', { subject: { id: '1' } }]],
  ['Erase this person', ['POST', '/erasures', { subject: { kind: 'person', id: '1' }, reason: '' }]],
])('%s leads to the privacy requests', async (name, sent) => {
  const { page, confirm, changes } = await show([participant()]);
  await press(page, 'More for Amber Adams');
  await press(page, name);
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([sent]));
  await vi.waitFor(() => expect(must(page, '.done a').getAttribute('href')).toBe('/settings/privacy'));
});

test.each<[string, Partial<Participant>, unknown]>([
  ['Do not analyse this person', {}, { opted_out: false, erase_past: false, flagged: true }],
  ['Analyse this person again', { state: 'flagged' }, { opted_out: true, erase_past: false, flagged: false }],
])('%s: a mark is set and taken away', async (name, changed, sent) => {
  const { page, confirm, changes } = await show([participant(changed)]);
  await press(page, 'More for Amber Adams');
  await press(page, name);
  confirm();
  await vi.waitFor(() => expect(changes()).toEqual([['PUT', '/participation/1', sent]]));
});

test('the list is narrowed by name and state', async () => {
  const { page, asked } = await show([]);
  expect(textOf(page)).toContain('The directory holds no colleagues yet.');
  await write(page, 'Name or address', ' am ');
  await vi.waitFor(() => expect(asked().at(-1)).toBe('/participation?query=am'));
  await vi.waitFor(() => expect(textOf(page)).toContain('No colleague matches.'));
  const state = must<HTMLSelectElement>(page, 'select');
  state.value = 'opted_out';
  state.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(asked().at(-1)).toBe('/participation?query=am&state=opted_out'));
});

test('whoever may not is told which right is missing', async () => {
  const { page } = await show([], 403);
  expect(textOf(page)).toContain('You lack a right for this You need the right to carry out opt-outs.');
});
