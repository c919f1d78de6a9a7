/** A draft as an address that the viewer's own mail program opens (RFC 6068). */
import { plain } from './outside.js';

export interface Mail {
  to: string;
  subject: string;
  body: string;
}

/** Spaces become `%20` and line ends `%0D%0A`, as mail programs expect; a `+` would be shown as a plus. */
export function mailto({ to, subject, body }: Mail): string {
  const lines = body.split(/\r?\n/).map(plain).join('\r\n');
  return `${mailtoAddress(to)}?subject=${encodeURIComponent(plain(subject))}&body=${encodeURIComponent(lines)}`;
}

/** Only the address; whatever it holds, it adds no header. */
export const mailtoAddress = (to: string) => `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}`;
