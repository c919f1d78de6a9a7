import { expect, test } from 'vitest';
import { money, shortMoney } from './money.js';

test.each([
  [1_200_000, 'GBP', '£1,200,000', '£1.2m'],
  [0, 'USD', 'US$0', 'US$0'],
  [-950.4, 'EUR', '-€950', '-€950.4'],
  [5000, null, '5,000', '5k'],
  [5000, 'beans\u202e', '5,000 beans\ufffd', '5k beans\ufffd'],
])('%i %s', (amount, currency, long, short) => {
  expect([money(amount, currency), shortMoney(amount, currency).replace('K', 'k')]).toEqual([long, short]);
});
