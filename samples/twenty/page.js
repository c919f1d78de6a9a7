/** The page inside of Twenty's iframe widget, at "/?kind=person&record=<id>". */
import { showRelata } from './relata-frame.js';

const asked = new URLSearchParams(location.search);

async function fetchToken() {
  const query = new URLSearchParams({ kind: asked.get('kind') ?? '', record: asked.get('record') ?? '' });
  const response = await fetch(`/relata-token?${query}`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  if (!response.ok) throw new Error('no token');
  return (await response.json()).token;
}

showRelata(document.querySelector('iframe'), document.body.dataset.relata, asked.get('widget') ?? 'who-knows-whom', fetchToken);
