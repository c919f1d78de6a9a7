/** Amounts of money, without their pence: nobody estimates those. */
import { LOCALE } from '../locales/t.js';
import { plain } from './outside.js';

/** "£1,200,000"; with a currency nobody knows, the amount and the word that came; without a currency, the amount. */
export const money = (amount: number, currency: string | null) => formatted(amount, currency, 'standard');

/** "£1.2m" */
export const shortMoney = (amount: number, currency: string | null) => formatted(amount, currency, 'compact');

function formatted(amount: number, currency: string | null, notation: 'standard' | 'compact'): string {
  const maximumFractionDigits = notation === 'compact' ? 1 : 0;
  if (currency && /^[A-Z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, notation, minimumFractionDigits: 0, maximumFractionDigits }).format(amount);
  }
  const bare = new Intl.NumberFormat(LOCALE, { notation, minimumFractionDigits: 0, maximumFractionDigits }).format(amount);
  return currency ? `${bare} ${plain(currency)}` : bare;
}
