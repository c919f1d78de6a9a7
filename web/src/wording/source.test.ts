import { expect, test } from 'vitest';
import { sourceInWords } from './source.js';

test.each([
  ['/var/lib/relata/sample/mail', '…/sample/mail'],
  ['C:\\Mail\\Archive\\2001', '…/Archive/2001'],
  ['/mail', '/mail'],
  ['Mail of Anna', 'Mail of Anna'],
  ['imap.example.org/INBOX/anna', 'imap.example.org/INBOX/anna'],
])('the source %s is called %s', (name, expected) => {
  expect(sourceInWords(name)).toBe(expected);
});
