import { readFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(`${process.cwd()}/${path}`, 'utf8');

test('schema.gen.ts is what `npm run generate` makes of the OpenAPI document', { timeout: 60_000 }, async () => {
  const generated = COMMENT_HEADER + astToString(await openapiTS(await read('../crates/api/openapi.json')));
  const isFresh = (await read('src/api/schema.gen.ts')) === generated;
  expect(isFresh, 'schema.gen.ts is stale: run `npm run generate`').toBe(true);
});
