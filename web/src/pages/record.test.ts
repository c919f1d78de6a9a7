import { afterEach, expect, test, vi } from 'vitest';
import { activities, health, kpis, people, record, similar } from '../testing/analytics-examples.js';
import { everythingIn, find, mount, must, settled, textOf } from '../testing/mount.js';
import { serve } from '../testing/server.js';
import { tabOf, type RelataRecordPage } from './record.js';
import './record.js';

afterEach(() => {
  vi.restoreAllMocks();
  history.replaceState(null, '', '/');
});

const ANSWERS: [RegExp, unknown][] = [
  [/\/health$/, health()],
  [/\/kpis\?/, kpis()],
  [/\/activities\?/, activities()],
  [/\/people\?/, people()],
  [/\/similar$/, similar()],
];

/** The page of a record, once it has asked for everything; and what it asked for. */
async function show(changed: Parameters<typeof record>[0] = {}, properties: Partial<RelataRecordPage> = {}) {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    asked.push(String(url).replace('/api/v1/records/O-1', ''));
    const answer = ANSWERS.find(([path]) => path.test(String(url)))?.[1] ?? record(changed);
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  const page = await mount('relata-record-page', { record: 'O-1', ...properties });
  await vi.waitFor(() => expect(find(page, 'fluent-tablist')).not.toBeNull());
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, asked };
}

const shown = (page: Element) => everythingIn(page).filter((it) => it.matches('[role=tabpanel]:not([hidden])')).map((it) => it.id);

test.each([
  ['whom', 'whom'],
  ['nonsense', 'relationship'],
  [null, 'relationship'],
])('the address asks for %j: %s', (asked, tab) => expect(tabOf(asked)).toBe(tab));

test('the relationship of an opportunity: each part asks for itself', async () => {
  const { page, asked } = await show();
  expect(shown(page)).toEqual(['panel-relationship']);
  expect(asked.sort()).toEqual(['', '/activities?days=60', '/health', '/kpis?days=90', '/people?limit=3', '/similar']);
  for (const words of ['In short', '72 of 100', 'Time to answer', 'Most contacted', 'Similar won deals', 'must not be used for decisions about employment']) {
    expect(textOf(page)).toContain(words);
  }
});

test('that the comparison is switched off is said, and is no failure', async () => {
  serve({ '/records/O-1/similar': { detail: 'the comparison with won deals is switched off' } }, 409);
  const section = await mount('relata-record-similar', { record: 'O-1' });
  await vi.waitFor(() => expect(textOf(section)).toContain('The comparison with won deals is switched off.'));
  expect(find(section, 'relata-problem')).toBeNull();
});

test('a contact has no similar deals, and is the only one of theirs', async () => {
  const { page, asked } = await show({ kind: 'contact' });
  expect(asked).not.toContain('/similar');
  expect(textOf(page)).not.toMatch(/Most contacted (?!by)/);
});

test('a record that is not to be analysed says so and asks for nothing', async () => {
  const { page, asked } = await show({ do_not_analyse: true });
  expect(asked).toEqual(['']);
  expect(textOf(page)).toContain('marked as not to be analysed');
});

test('a tab that is chosen stands in the address, and keeps what was looked at', async () => {
  const { page, asked } = await show({}, { tab: 'about' });
  expect(shown(page)).toEqual(['panel-about']);
  expect(asked).toEqual(['']);
  const choose = async (tab: string) => {
    const list = Object.assign(must(page, 'fluent-tablist'), { activeid: tab });
    list.dispatchEvent(new Event('change'));
    await settled(page);
  };
  await choose('relationship');
  expect(location.search).toBe('?tab=relationship');
  await vi.waitFor(() => expect(asked).toContain('/health'));
  const before = asked.length;
  await choose('about');
  await choose('relationship');
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  expect(asked.filter((it) => it === '/health')).toHaveLength(1);
  expect(before).toBeGreaterThan(1);
});
