/** Measures what a CRM form pays for the widgets, and fails when a file outgrows its promise. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS_KB = { 'embed.js': 40, 'frame.js': 4 };

for (const [file, limit] of Object.entries(LIMITS_KB)) {
  const kb = gzipSync(readFileSync(new URL(`../dist/${file}`, import.meta.url))).length / 1024;
  console.log(`${file}: ${kb.toFixed(1)} kB gzipped (limit ${limit} kB)`);
  if (kb > limit) process.exitCode = 1;
}
