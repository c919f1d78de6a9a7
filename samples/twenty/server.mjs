/**
 * A small server beside Twenty: it serves the page that Twenty's iframe widget shows, and mints the tokens for it.
 *
 * Twenty signs nothing when it opens an iframe, so this server has to know by itself who is there. It stands behind the proxy
 * that signs people in for Twenty, on the same site ("bridge.example.org" beside "crm.example.org"), and takes the address of
 * the person from the proxy's header. It must not be reachable past the proxy.
 *
 * TWENTY_URL, TWENTY_API_KEY, RELATA_URL, RELATA_API_TOKEN, OWN_URL, PORT. Needs Node.js 20 and no packages.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const TWENTY = new URL(process.env.TWENTY_URL ?? 'http://localhost:3000').origin;
const RELATA = new URL(process.env.RELATA_URL ?? 'http://127.0.0.1:8080').origin;
const ORIGIN = new URL(process.env.OWN_URL ?? 'http://localhost:8091').origin;
const KINDS = { person: 'people', company: 'companies', opportunity: 'opportunities' };
const FILES = {
  '/page.js': [new URL('page.js', import.meta.url), 'text/javascript'],
  '/relata-frame.js': [new URL('../relata-frame.js', import.meta.url), 'text/javascript'],
  '/': [new URL('page.html', import.meta.url), 'text/html'],
};

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error.message);
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
}).listen(Number(process.env.PORT ?? 8091), '127.0.0.1');

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, ORIGIN);
  if (pathname === '/relata-token' && request.method === 'POST' && request.headers['content-type'] === 'application/json') {
    const token = await mint(request.headers['x-forwarded-email'], searchParams.get('kind'), searchParams.get('record'));
    return send(response, 'application/json', JSON.stringify({ token }));
  }
  const [file, type] = FILES[pathname] ?? [];
  if (!file) return void response.writeHead(404).end();
  const text = (await readFile(file, 'utf8')).replaceAll('%RELATA%', RELATA);
  send(response, type, text, { 'content-security-policy': `default-src 'self'; frame-src ${RELATA}; frame-ancestors ${TWENTY}` });
}

/** Only for a record that Twenty has, and for whoever the proxy says is there. */
async function mint(email, kind, record) {
  if (!email || !(kind in KINDS) || !/^[\w-]+$/.test(record ?? '')) throw new Error('not asked properly');
  await json(await fetch(`${TWENTY}/rest/${KINDS[kind]}/${record}`, { headers: { authorization: `Bearer ${process.env.TWENTY_API_KEY}` } }));
  const minted = await fetch(`${RELATA}/api/v1/embed/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.RELATA_API_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ record, email, origin: ORIGIN }),
  });
  return (await json(minted)).token;
}

async function json(response) {
  if (!response.ok) throw new Error(`${new URL(response.url).origin} answered ${response.status}`);
  return response.json();
}

function send(response, type, text, headers = {}) {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers }).end(text);
}
