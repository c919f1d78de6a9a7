import { expect, test } from 'vitest';
import { evidence } from '../../testing/examples.js';
import { HOSTILE_NAMES, everythingIn, find, mount, textOf } from '../../testing/mount.js';
import './evidence.js';

const show = (changed = {}) => mount('relata-evidence', { evidence: evidence(changed) });

test('the parts are signed and add up to the strength', async () => {
  const points = everythingIn(await show()).filter((it) => it.matches('td.points')).map(textOf);
  expect(points).toEqual(['+50', '+40', '-8', '82']);
});

test('it says what was seen, left out, covered, how sure it is, and when', async () => {
  const text = textOf(await show());
  for (const part of [
    'Email from Lea Brandt to Amber Adams, a reply',
    '10 Feb 2002',
    'First contact on 3 Jan 2000',
    '1,200 mails through a list',
    'The mailbox amber@us.example is read. Since January 2000.',
    'High confidence. Many interactions over two years.',
    'For 13 Feb 2002, calculated 13 Feb 2002, 05:12 UTC',
  ]) {
    expect(text).toContain(part);
  }
});

test('an unknown tie has an explanation in place of a sum', async () => {
  const element = await show({ strength: null, band: 'unknown', parts: [] });
  expect(find(element, 'table')).toBeNull();
  expect(textOf(element)).toContain('mail in one direction only');
});

test('what is empty is said', async () => {
  const text = textOf(await show({ pieces: [], left_out: [] }));
  expect(text).toContain('Nothing to show.');
  expect(text).toContain('Nothing was left out.');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await show({ contact: { id: '7', name }, confidence_reason: name });
  expect(find(element, 'img, script')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
