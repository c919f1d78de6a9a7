/**
 * Text from outside made inert: control characters and those that turn the reading direction are replaced by a visible
 * mark, so that they do nothing and yet nothing vanishes silently.
 */

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** The same text with its control characters made visible and harmless. */
export const plain = (text: string) => text.replace(CONTROLS, '\ufffd');

/** A remark of the server as a sentence of its own: a capital at its beginning, a stop at its end, names without their marks. */
export function sentence(text: string): string {
  const inert = plain(text).replaceAll('`', '').trim();
  return inert.charAt(0).toLocaleUpperCase() + inert.slice(1) + (/[.!?]$/.test(inert) || inert === '' ? '' : '.');
}

/** For the middle of a sentence or an attribute, where no element can stand. */
export function isolated(text: string): string {
  const inert = plain(text);
  return RIGHT_TO_LEFT.test(inert) ? ISOLATE + inert + END_OF_ISOLATE : inert;
}
