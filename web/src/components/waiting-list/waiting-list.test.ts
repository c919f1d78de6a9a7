import { expect, test } from 'vitest';
import { myTie } from '../../testing/me.js';
import { mount, textOf } from '../../testing/mount.js';
import './waiting-list.js';

const waiting = { ...myTie(), since: '2002-02-10T09:00:00Z', days: 3, personal: true, answers: false };

test('who waits, since when, and nobody in words', async () => {
  const text = textOf(await mount('relata-waiting-list', { waiting: { for_me: [waiting], for_them: [], computed_for: '2002-02-13', computed_at: null } }));
  expect(text).toContain('They wait for me');
  expect(text).toContain('Lea Brandt Acme Since 3 days before 13 Feb 2002');
  expect(text).toContain("You wait for nobody's answer.");
});

test('an answer may have been the last word', async () => {
  const element = await mount('relata-waiting-list', { waiting: { for_me: [], for_them: [{ ...waiting, answers: true }], computed_for: null, computed_at: null } });
  expect(textOf(element)).toContain('May have been the last word');
});
