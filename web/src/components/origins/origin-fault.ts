/** What is wrong with the address of an application, in words; null when it is right. */
import type { Key } from '../../locales/t.js';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

export function originFault(text: string): Key | null {
  if (!URL.canParse(text)) return 'origins.fault.address';
  const { protocol, hostname, origin, username } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'origins.fault.address';
  if (hostname.includes('*')) return 'origins.fault.wildcard';
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) return 'origins.fault.https';
  if (username !== '' || text.replace(/\/$/, '').toLowerCase() !== origin) return 'origins.fault.path';
  return null;
}

/** The address as browsers write it. */
export const originOf = (text: string) => new URL(text).origin;
