import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, textOf } from '../../testing/mount.js';
import './engagement-stale.js';

test.each([
  [{ accounts: [], suppressed: 0 }, 'No account has been without email and meeting for 60 days.'],
  [{ accounts: [{ id: 'A-1', name: 'Acme', days_since_email: 71, days_since_meeting: null }], suppressed: 0 }, 'Acme email at most 71 days ago · no meeting known'],
  [{ accounts: [], suppressed: 2 }, '2 accounts are left out, because nobody can say.'],
])('%o', async (stale, text) => {
  expect(textOf(await mount('relata-engagement-stale', { stale }))).toContain(text);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const stale = { accounts: [{ id: '1', name, days_since_email: 1, days_since_meeting: 1 }], suppressed: 0 };
  const element = await mount('relata-engagement-stale', { stale });
  expect(find(element, 'img, script')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
