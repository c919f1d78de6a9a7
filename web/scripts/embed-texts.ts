/**
 * Which texts the widgets can say. The application says many more, and a form of another application should not pay for
 * those: `embed.js` gets the keys that stand in the sources it is made of, whole or up to their first placeholder.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export type Texts = Record<string, unknown>;

const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?'(\.{1,2}\/[^']+)\.js';/gm;
const KEY = /'([\w.]+)'|`([\w.]+)(`|\$\{)/g;

/** The texts that the file, and whatever it imports, can ask for. */
export function textsSaidBy(entry: string, texts: Texts): Texts {
  const { whole, begun } = keysIn(sourcesOf(entry));
  const isSaid = (key: string) => key === 'locale' || whole.has(key) || begun.some((it) => key.startsWith(it));
  return Object.fromEntries(Object.entries(texts).filter(([key]) => isSaid(key)));
}

function sourcesOf(entry: string): string[] {
  const sources = new Map<string, string>();
  const read = (file: string) => {
    if (sources.has(file)) return;
    const source = readFileSync(file, 'utf8');
    sources.set(file, source);
    for (const [, path] of source.matchAll(IMPORT)) read(resolve(dirname(file), `${path}.ts`));
  };
  read(entry);
  return [...sources.values()];
}

function keysIn(sources: string[]) {
  const whole = new Set<string>();
  const begun: string[] = [];
  for (const source of sources) {
    for (const [, quoted, head, end] of source.matchAll(KEY)) {
      if (head?.includes('.') && end !== '`') begun.push(head);
      else whole.add(quoted ?? head ?? '');
    }
  }
  return { whole, begun };
}
