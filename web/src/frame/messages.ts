/**
 * What the iframe page and the page around it tell each other, by `postMessage`. Whatever is not of these shapes, exactly,
 * was never said.
 *
 * ```text
 * frame  ── relata:ready ───────────────────▶  page      nothing in it
 * frame  ◀── relata:context {token, theme} ──  page      the token is good for one record and one exchange
 * frame  ── relata:resize {height} ─────────▶  page      in CSS pixels
 * frame  ── relata:expired ─────────────────▶  page      a fresh context is wanted
 * ```
 */
export const VERSION = 1;

export interface Context {
  token: string;
  theme?: 'light' | 'dark';
}

const LONGEST_TOKEN = 4096;
const KEYS = ['type', 'v', 'token', 'theme'];

/** The context that a message is; null for anything else. */
export function contextIn(data: unknown): Context | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type, v, token, theme } = data as Record<string, unknown>;
  if (type !== 'relata:context' || v !== VERSION || Object.keys(data).some((it) => !KEYS.includes(it))) return null;
  if (typeof token !== 'string' || token === '' || token.length > LONGEST_TOKEN) return null;
  if (theme !== undefined && theme !== 'light' && theme !== 'dark') return null;
  return { token, ...(theme && { theme }) };
}

export const ready = () => ({ type: 'relata:ready', v: VERSION });
export const resize = (height: number) => ({ type: 'relata:resize', v: VERSION, height });
export const expired = () => ({ type: 'relata:expired', v: VERSION });
