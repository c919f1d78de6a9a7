import { expect, test } from 'vitest';
import { mount, textOf } from '../../testing/mount.js';
import './touches.js';

const last = { at: '2002-02-10T09:00:00Z', channel: 'email', direction: 'inbound' } as const;
const next = { at: '2002-02-18T09:00:00Z', channel: 'meeting', direction: 'outbound' } as const;

test('what it is, who starts it, and how far from the day computed for', async () => {
  const text = textOf(await mount('relata-touches', { last, next, computedFor: '2002-02-13' }));
  expect(text).toMatch(/^Last contact Email .* 3 days before 13 Feb 2002 Next contact Meeting .* in 5 days, on 18 Feb 2002$/);
});

test('none is said', async () => {
  expect(textOf(await mount('relata-touches', {}))).toBe('Last contact None yet Next contact Nothing is planned');
});
