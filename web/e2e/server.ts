/**
 * Starts `relata demo` on a free port with data of its own, waits until it answers, and ends it after the tests. A copy of the data,
 * as they were at the start, is there for tests that want a server of their own.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const BINARY = process.env.RELATA_BIN ?? '../target/debug/relata';
const ADDRESS = /Relata is at (http:\/\/127\.0\.0\.1:\d+)/;
/** The first start reads the whole sample and calculates it. */
const START_MS = 300_000;

export default async function start() {
  if (process.env.RELATA_URL) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'relata-e2e-'));
  const [data, copy] = [join(folder, 'demo'), join(folder, 'copy')];
  await promisify(execFile)(BINARY, ['demo', '--prepare', '--data', data], { maxBuffer: 1 << 26 });
  await cp(data, copy, { recursive: true });
  // What is sealed in the database opens with the keys beside it alone.
  await cp(`${data}.keys`, `${copy}.keys`);
  process.env.RELATA_E2E_DATA = copy;
  const server = spawn(BINARY, ['demo', '--listen', '127.0.0.1:0', '--data', data]);
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    process.env.RELATA_URL = await addressOf(server);
    await answers(`${process.env.RELATA_URL}/readyz`);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

export function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = ADDRESS.exec(printed);
      if (found?.[1]) resolve(found[1]);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`relata demo ended with ${code}:\n${printed}`)));
    setTimeout(() => reject(new Error(`relata demo printed no address:\n${printed}`)), START_MS).unref();
  });
}

export async function answers(url: string) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const isReady = await fetch(url).then((it) => it.ok, () => false);
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not answer`);
}
