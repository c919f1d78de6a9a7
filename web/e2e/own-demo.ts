/**
 * A demo of its own, for tests that change what others rely on: on a copy of the sample's data where there is one
 * (`RELATA_E2E_DATA`), on the sample read anew otherwise.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY, addressOf, answers } from './server.js';

export interface OwnDemo {
  url: string;
  /** Where its data are. */
  data: string;
  end: () => Promise<void>;
}

export async function ownDemo(): Promise<OwnDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'relata-own-'));
  const copy = process.env.RELATA_E2E_DATA;
  if (copy) await cp(copy, folder, { recursive: true });
  if (copy) await cp(`${copy}.keys`, `${folder}.keys`);
  const server = spawn(BINARY, ['demo', '--listen', '127.0.0.1:0', '--data', folder]);
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}.keys`, { force: true });
  };
  try {
    const url = await addressOf(server);
    await answers(`${url}/readyz`);
    return { url, data: folder, end };
  } catch (error) {
    await end();
    throw error;
  }
}
