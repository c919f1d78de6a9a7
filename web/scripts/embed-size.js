/** Measures what a CRM form pays for the widgets, and fails when `embed.js` outgrows its promise. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 40;
const bytes = gzipSync(readFileSync(new URL('../dist/embed.js', import.meta.url))).length;
const kb = bytes / 1024;

console.log(`embed.js: ${kb.toFixed(1)} kB gzipped (limit ${LIMIT_KB} kB)`);
if (kb > LIMIT_KB) process.exit(1);
