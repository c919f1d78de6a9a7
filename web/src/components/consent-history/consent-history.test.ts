import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, textOf } from '../../testing/mount.js';
import { consent } from '../../testing/privacy.js';
import './consent-history.js';

test('it says what happened, when, and by whom', async () => {
  expect(textOf(await mount('relata-consent-history', { history: consent().history }))).toBe('Relationship intelligence was turned on. 1 Feb 2002, 09:00 UTC · Adam');
});

test('that nothing happened is said', async () => {
  expect(textOf(await mount('relata-consent-history', {}))).toBe('Nothing has happened yet.');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-consent-history', { history: [{ at: '2002-02-01T09:00:00Z', by: name, what: name }] }), 'img, script')).toBeNull();
});
