/** What a source is called. A source read from files is called by their path, of which only the end tells anything. */

const ENDS = 2;

/** "…/sample/mail" for a path, any other name as it is. */
export function sourceInWords(name: string): string {
  const parts = name.split(/[\\/]/).filter(Boolean);
  const isPath = /^([\\/.~]|[a-z]:[\\/])/i.test(name);
  return isPath && parts.length > ENDS ? `…/${parts.slice(-ENDS).join('/')}` : name;
}
