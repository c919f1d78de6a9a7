/** The generic host of `samples`, running as another application beside Relata. */
import { spawn } from 'node:child_process';
import type { APIRequestContext } from '@playwright/test';

export interface Host {
  /** Of another site than the server under test: a name, where that has a number. */
  origin: string;
  end: () => void;
}

const PRINTED = /http:\/\/localhost:\d+/;

export async function startHost(apiToken: string, email: string): Promise<Host> {
  const env = { ...process.env, PORT: '0', RELATA_API_TOKEN: apiToken, SIGNED_IN_EMAIL: email };
  const host = spawn(process.execPath, ['../samples/generic-host/server.mjs'], { env });
  const origin = await new Promise<string>((resolve, reject) => {
    host.stdout.on('data', (chunk: Buffer) => {
      const [found] = PRINTED.exec(chunk.toString()) ?? [];
      if (found) resolve(found);
    });
    host.once('exit', (code) => reject(new Error(`the host ended with ${code}`)));
  });
  host.stderr.on('data', (chunk: Buffer) => console.error(`host: ${chunk.toString().trim()}`));
  return { origin, end: () => void host.kill() };
}

/** Sends as the demo's viewer, who may administer. */
export async function send<Answer>(request: APIRequestContext, method: 'POST' | 'PUT', path: string, data: object, headers = {}): Promise<Answer> {
  const response = await request.fetch(`/api/v1/${path}`, { method, data, headers });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json().catch(() => undefined)) as Answer;
}
