import { expect, test } from 'vitest';
import { contextIn } from './messages.js';

const context = { type: 'relata:context', v: 1, token: 'abc' };

test.each([
  [context, { token: 'abc' }],
  [{ ...context, theme: 'dark' }, { token: 'abc', theme: 'dark' }],
])('%o is a context', (data, expected) => expect(contextIn(data)).toEqual(expected));

test.each([
  [null],
  ['relata:context'],
  [[context]],
  [{ ...context, type: 'relata:ready' }],
  [{ ...context, v: 2 }],
  [{ ...context, v: '1' }],
  [{ ...context, token: '' }],
  [{ ...context, token: 7 }],
  [{ ...context, token: 'x'.repeat(4097) }],
  [{ ...context, theme: 'pink' }],
  [{ ...context, record: 'C-1' }],
])('%o was never said', (data) => expect(contextIn(data)).toBeNull());
