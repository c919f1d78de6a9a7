/** What the page does: it asks its own server for a token, and hands it to the iframe or the element. */
import { showRelata } from './relata-frame.js';

const { relata, record } = document.body.dataset;

async function fetchToken() {
  const response = await fetch(`/relata-token?record=${encodeURIComponent(record)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error('no token');
  return (await response.json()).token;
}

const frame = document.querySelector('iframe');
if (frame) showRelata(frame, relata, frame.dataset.widget, fetchToken);

for (const element of document.querySelectorAll('body > :not(h1, iframe, script)')) {
  Object.assign(element, { tokenProvider: fetchToken, record });
}
