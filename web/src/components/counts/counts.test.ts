import { expect, test } from 'vitest';
import { mount, textOf } from '../../testing/mount.js';
import './counts.js';

test('every number has its name', async () => {
  const counts = { colleagues: 1, contacts: 2, accounts: 3, leads: 4, people: 5, mailboxes: 6, interactions: 251733, pairs: 8, opportunities: 9 };
  const text = textOf(await mount('relata-counts', { counts }));
  expect(text).toContain('Interactions 251,733');
  expect(text).toContain('Mailboxes 6');
});
