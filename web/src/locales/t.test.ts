import { expect, test } from 'vitest';
import { t } from './t.js';

test.each([
  [1, '1 mailbox was searched.'],
  [412, '412 mailboxes were searched.'],
  [1234, '1,234 mailboxes were searched.'],
])('%i picks its form and is written as people write numbers', (count, expected) => {
  expect(t('state.searched', { count })).toBe(expected);
});

test('a value from outside is inert', () => {
  expect(t('wkw.title', { name: 'A\u202eB {count}' })).toBe('Who knows A\ufffdB {count}?');
});
