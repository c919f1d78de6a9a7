import type { ReactiveControllerHost } from 'lit';
import { expect, test, vi } from 'vitest';
import { Windowed, type PageOf } from './windowed.js';

const host = { addController: vi.fn(), requestUpdate: vi.fn() } as unknown as ReactiveControllerHost;
const pageAt = (offset: number): PageOf<number> => ({ items: Array.from({ length: 100 }, (_, i) => offset + i), total: 100_000 });
const answered = () => new Promise((resolve) => setTimeout(resolve));

test('only what is looked at is fetched', async () => {
  const fetch = vi.fn(async (offset: number) => pageAt(offset));
  const list = new Windowed(host, fetch);
  list.restart();
  await answered();
  expect([list.rows.total, list.rows.at(99), list.rows.at(100)]).toEqual([100_000, 99, undefined]);
  list.show(54_321, 54_350);
  list.show(54_321, 54_350);
  await answered();
  expect(list.rows.at(54_321)).toBe(54_321);
  expect(fetch.mock.calls.map(([offset]) => offset)).toEqual([0, 54_300]);
});

test('what is far away is forgotten', async () => {
  const list = new Windowed(host, async (offset) => pageAt(offset));
  list.restart();
  for (let page = 0; page < 8; page += 1) {
    list.show(page * 100, page * 100 + 20);
    await answered();
  }
  expect([list.rows.at(0), list.rows.at(700)]).toEqual([undefined, 700]);
});

test('what is scrolled past is no longer waited for', async () => {
  const signals: AbortSignal[] = [];
  const list = new Windowed<number>(host, (_, __, signal) => (signals.push(signal), new Promise(() => {})));
  list.restart();
  list.show(5000, 5020);
  expect(signals.map((it) => it.aborted)).toEqual([true, false]);
});

test('what was asked before a restart is not shown after it', async () => {
  const answers: ((page: PageOf<number>) => void)[] = [];
  const list = new Windowed<number>(host, () => new Promise((resolve) => answers.push(resolve)));
  list.restart();
  list.restart();
  answers[0]!({ items: [9], total: 1 });
  answers[1]!({ items: [1], total: 1 });
  await answered();
  expect([list.rows.total, list.rows.at(0)]).toEqual([1, 1]);
});

test('a failed page is said, and tried again', async () => {
  const fetch = vi.fn(async (offset: number) => pageAt(offset)).mockRejectedValueOnce(new Error('gone'));
  const list = new Windowed(host, fetch);
  list.restart();
  await answered();
  expect(list.error).toEqual(new Error('gone'));
  list.retry();
  await answered();
  expect([list.error, list.rows.at(0)]).toEqual([null, 0]);
});
