/**
 * Every text a person reads comes through here, by its key in `en.json`.
 *
 * A value that came from outside is made inert on its way in (see `plain`), and isolated when it reads from right to
 * left, so that a name never turns the sentence around it. A key with `one` and `other` picks by `count`.
 */
import { isolated } from '../wording/inert.js';
import en from './en.json';

export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

export const LOCALE = en.locale;

const numbers = new Intl.NumberFormat(LOCALE);
const plurals = new Intl.PluralRules(LOCALE);

export const number = (value: number) => numbers.format(value);

export function t(key: Key, values: Values = {}): string {
  return pattern(key, values).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? number(value) : isolated(value);
  });
}

function pattern(key: Key, values: Values): string {
  const text = en[key];
  if (typeof text === 'string') return text;
  return plurals.select(Number(values.count)) === 'one' ? text.one : text.other;
}
