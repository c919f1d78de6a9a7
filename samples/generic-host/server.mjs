/**
 * The smallest application that shows Relata in a form: one page for each record, and the one address that mints tokens.
 *
 * RELATA_URL        where Relata runs
 * RELATA_API_TOKEN  an API token with the right `issue_embed_tokens`; it never leaves this process
 * PORT              where this application listens (8090)
 *
 * Needs Node.js 20 and no packages.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const RELATA = new URL(process.env.RELATA_URL ?? 'http://127.0.0.1:8080').origin;
const API_TOKEN = process.env.RELATA_API_TOKEN ?? '';
const PORT = Number(process.env.PORT ?? 8090);

const FILES = {
  '/page.js': new URL('page.js', import.meta.url),
  '/relata-frame.js': new URL('../relata-frame.js', import.meta.url),
};

/** Whoever is signed in to this application. A real one takes it from its session, and never from the request. */
const signedIn = () => process.env.SIGNED_IN_EMAIL ?? '';

/** And whether they may see the record here, which Relata cannot know. */
const maySee = (record) => record !== '';

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error.message);
    response.writeHead(502).end();
  });
});

async function answer(request, response) {
  const { pathname, searchParams, origin } = new URL(request.url, `http://${request.headers.host}`);
  const record = searchParams.get('record') ?? '';
  if (pathname === '/relata-token' && request.method === 'POST') return token(request, response, record, origin);
  if (pathname in FILES) return send(response, 'text/javascript', await readFile(FILES[pathname]));
  if (pathname === '/frame' || pathname === '/element') return send(response, 'text/html', page(pathname, record, searchParams.get('widget')));
  response.writeHead(404).end();
}

/** Asks Relata for a token: for this record, this person and this application's origin, good for some minutes and one use. */
async function token(request, response, record, origin) {
  // A form of another site cannot send this; a script of another site would need our leave.
  if (request.headers['content-type'] !== 'application/json' || !maySee(record)) return void response.writeHead(403).end();
  const minted = await fetch(`${RELATA}/api/v1/embed/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_TOKEN}` },
    body: JSON.stringify({ record, email: signedIn(), origin }),
  });
  if (!minted.ok) throw new Error(`Relata answered ${minted.status}: ${await minted.text()}`);
  const { token } = await minted.json();
  send(response, 'application/json', JSON.stringify({ token }));
}

/** What has to stand in a page's policy, and in its body. */
function page(kind, record, widget) {
  const name = /^[a-z-]+$/.test(widget ?? '') ? widget : 'who-knows-whom';
  const inside = kind === '/frame' ? `<iframe title="Relata" data-widget="${name}"></iframe>` : `<relata-${name} server="${RELATA}"></relata-${name}>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="content-security-policy" content="default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' ${RELATA}; connect-src 'self' ${RELATA}; frame-src ${RELATA}" />
    <title>A form</title>
    <link rel="icon" href="data:," />
    <style>iframe { width: 100%; border: 0; }</style>
    ${kind === '/frame' ? '' : `<script type="module" src="${RELATA}/embed.js"></script>`}
    <script type="module" src="/page.js"></script>
  </head>
  <body data-relata="${RELATA}" data-record="${escaped(record)}">
    <h1>A form of another application</h1>
    ${inside}
  </body>
</html>`;
}

const escaped = (text) => text.replace(/[&"<>]/g, (it) => `&#${it.charCodeAt(0)};`);

function send(response, type, body) {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
}

server.listen(PORT, '127.0.0.1', () => console.log(`listening on http://localhost:${server.address().port}`));
