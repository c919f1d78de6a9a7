import { expect, test } from 'vitest';
import { source } from '../../testing/examples.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import './ledger.js';

test('a source is accounted for in full', async () => {
  const ledger = await mount('relata-ledger', { sources: [source()] });
  expect(textOf(must(ledger, 'tbody'))).toBe('Archive Read until 13 Feb 2002 Complete 1,000 700 250 49 1');
});

test('filtered by rule opens into the rules, and closes', async () => {
  const ledger = await mount('relata-ledger', { sources: [source()] });
  const button = must(ledger, 'button');
  expect(button.getAttribute('aria-label')).toBe('Show the rules that filtered 49 from Archive');
  button.click();
  await settled(ledger);
  expect(textOf(must(ledger, '.rules'))).toBe('40 newsletters 9 no usable date');
  button.click();
  await settled(ledger);
  expect(find(ledger, '.rules')).toBeNull();
});

test.each([
  [{ read: 1065 }, '65 are not accounted for'],
  [{ state: 'broken' as const, detail: 'password changed' }, 'Stopped password changed'],
  [{ state: 'reading' as const, detail: '3 of 9 files' }, 'Reading 3 of 9 files'],
])('%o', async (changed, text) => {
  expect(textOf(await mount('relata-ledger', { sources: [source(changed)] }))).toContain(text);
});

test('without a source it says so', async () => {
  expect(textOf(await mount('relata-ledger', { sources: [] }))).toBe('No source is connected yet.');
});
