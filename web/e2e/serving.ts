/** `relata serve` on a copy of the demo's data, as an organisation would run it: with sign-in, and without the demo's viewer. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT } from './provider.js';
import { BINARY, answers } from './server.js';

export const LOCAL = { name: 'break-glass', password: 'correct horse battery staple' };

export interface Serving {
  url: string;
  end: () => Promise<void>;
}

export async function serve(issuer: string): Promise<Serving> {
  const data = await mkdtemp(join(tmpdir(), 'relata-serve-'));
  const sample = process.env.RELATA_E2E_DATA ?? '';
  await cp(sample, join(data, 'data'), { recursive: true });
  await cp(`${sample}.keys`, join(data, 'data.keys'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(data, 'client-secret'), CLIENT.secret, { mode: 0o600 });
  const config = join(data, 'relata.toml');
  await writeFile(config, settings({ data, port, url, issuer }), { mode: 0o600 });
  await setPassword(config);
  const server = spawn(BINARY, ['--config', config, 'serve']);
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    await answers(`${url}/readyz`);
  } catch (error) {
    await end();
    throw new Error(`${String(error)}\n${said}`);
  }
  return { url, end };
}

const settings = ({ data, port, url, issuer }: { data: string; port: number; url: string; issuer: string }) => `
[organisation]
name = "Contoso"

[data]
folder = "${join(data, 'data')}"

[server]
listen = "127.0.0.1:${port}"
url = "${url}"

[sign_in]
name = "Contoso ID"
issuer = "${issuer}"
client_id = "${CLIENT.id}"
client_secret_file = "${join(data, 'client-secret')}"
scopes = ["profile", "email", "groups"]
groups_claim = "groups"

[outgoing]
allow = ["127.0.0.1"]
`;

/** Of the local administrator, before anybody can sign in. */
async function setPassword(config: string) {
  const command = spawn(BINARY, ['--config', config, 'administrator', 'set', LOCAL.name], { stdio: ['pipe', 'ignore', 'inherit'] });
  command.stdin.end(`${LOCAL.password}\n`);
  const code = await new Promise((resolve) => command.once('exit', resolve));
  if (code !== 0) throw new Error(`relata administrator set ended with ${code}`);
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
