import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Around, type Said } from './around.js';

const CRM = 'https://crm.example';
const context = (token: string) => ({ type: 'relata:context', v: 1, token });

let said: unknown[][];
let heard: Said[];
let parent: { postMessage: (...args: unknown[]) => void };
let hear: (event: Partial<MessageEvent>) => void;

beforeEach(() => {
  said = [];
  heard = [];
  parent = { postMessage: (...args) => said.push(args) };
});
afterEach(() => vi.useRealTimers());

function frame(around: { ancestorOrigins?: string[]; referrer?: string } = {}) {
  const window = {
    parent,
    location: { ancestorOrigins: around.ancestorOrigins },
    document: { referrer: around.referrer ?? '' },
    addEventListener: (_: string, listener: typeof hear) => (hear = listener),
  };
  return new Around(window as unknown as Window, (it) => heard.push(it));
}

const tell = (token: string, changed: Partial<MessageEvent> = {}) =>
  hear({ source: parent as unknown as Window, origin: CRM, data: context(token), ...changed });

test.each([
  [{ ancestorOrigins: [CRM] }, CRM],
  [{ referrer: `${CRM}/form?id=1` }, CRM],
  [{ ancestorOrigins: ['null'] }, '*'],
  [{}, '*'],
])('around %o the greeting goes to %s, and says nothing', (around, target) => {
  frame(around).greet();
  expect(said).toEqual([[{ type: 'relata:ready', v: 1 }, target]]);
});

test('the page around is heard', () => {
  frame();
  tell('a');
  expect(heard).toEqual([{ token: 'a', origin: CRM }]);
});

test.each<[string, Partial<MessageEvent>]>([
  ['another window', { source: {} as Window }],
  ['an origin that hides', { origin: 'null' }],
  ['another shape', { data: { type: 'relata:context', v: 1 } }],
])('%s is not heard', (_, changed) => {
  frame();
  tell('a', changed);
  expect(heard).toEqual([]);
});

test('after the first context another origin is not heard', () => {
  frame();
  tell('a');
  tell('b', { origin: 'https://evil.example' });
  expect(heard.map(({ token }) => token)).toEqual(['a']);
});

test('the height goes to the origin that spoke, and to nobody before', () => {
  const around = frame();
  around.grow(100);
  tell('a');
  around.grow(200);
  expect(said).toEqual([[{ type: 'relata:resize', v: 1, height: 200 }, CRM]]);
});

test('a token is given once; then a fresh one is asked for', async () => {
  const around = frame();
  tell('a');
  expect(await around.token('silent')).toMatchObject({ token: 'a', origin: CRM });
  const next = around.token('silent');
  expect(said).toEqual([[{ type: 'relata:expired', v: 1 }, CRM]]);
  tell('b');
  expect(await next).toMatchObject({ token: 'b' });
  expect(heard).toHaveLength(1);
});

test('a page that stays silent is told of', async () => {
  vi.useFakeTimers();
  const next = frame().token('silent');
  vi.advanceTimersByTime(30_000);
  await expect(next).rejects.toThrow('silent');
});
