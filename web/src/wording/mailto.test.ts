import { expect, test } from 'vitest';
import { mailto } from './mailto.js';

test.each([
  ['Hello', 'One line', '?subject=Hello&body=One%20line'],
  ['A & B + C?', 'a\nb\r\nc', '?subject=A%20%26%20B%20%2B%20C%3F&body=a%0D%0Ab%0D%0Ac'],
  ['x\r\nBcc: all@us', '100 %', '?subject=x%EF%BF%BD%EF%BF%BDBcc%3A%20all%40us&body=100%20%25'],
])('subject %j and body %j', (subject, body, expected) => {
  expect(mailto({ to: 'amber@us.example', subject, body })).toBe(`mailto:amber@us.example${expected}`);
});

test('an address cannot add another header', () => {
  const { pathname, search } = new URL(mailto({ to: 'a@us?bcc=all@us', subject: '', body: '' }));
  expect(pathname).toBe('a@us%3Fbcc%3Dall@us');
  expect(search).toBe('?subject=&body=');
});
