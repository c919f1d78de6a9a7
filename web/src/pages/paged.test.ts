import type { ReactiveControllerHost } from 'lit';
import { expect, test, vi } from 'vitest';
import { Paged, type Portion } from './paged.js';

const host = { addController: vi.fn(), requestUpdate: vi.fn() } as unknown as ReactiveControllerHost;
const portions: Record<string, Portion<number>> = {
  first: { items: [1, 2], next: 'b' },
  b: { items: [3], next: null },
};

test('portions follow one another until there are no more', async () => {
  const list = new Paged(host, async (after) => portions[after ?? 'first']!);
  await list.restart();
  expect([list.items, list.hasMore]).toEqual([[1, 2], true]);
  await list.load();
  expect([list.items, list.hasMore]).toEqual([[1, 2, 3], false]);
});

test('a failed portion is tried again from where it failed', async () => {
  const fetch = vi.fn(async (after: string | undefined) => portions[after ?? 'first']!);
  const list = new Paged(host, fetch);
  await list.restart();
  fetch.mockRejectedValueOnce(new Error('gone'));
  await list.load();
  expect(list.error).toEqual(new Error('gone'));
  await list.load();
  expect([list.items, list.error]).toEqual([[1, 2, 3], null]);
});

test('what was asked before a restart is not shown after it', async () => {
  let answer = (_: Portion<number>) => {};
  const fetch = vi.fn(() => new Promise<Portion<number>>((resolve) => (answer = resolve)));
  const list = new Paged(host, fetch);
  const old = list.restart();
  const late = answer;
  const current = list.restart();
  late({ items: [9], next: null });
  answer({ items: [1], next: null });
  await Promise.all([old, current]);
  expect(list.items).toEqual([1]);
});
