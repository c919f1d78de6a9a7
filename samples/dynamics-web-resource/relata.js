/**
 * A web resource of a model-driven form that shows Relata for the record the form shows.
 *
 * The token comes from a custom API of Dataverse (`MintRelataToken.cs`), which runs on the server as the person who is signed
 * in. The id in this page's address is not believed by anybody: the custom API reads the record first, as that person.
 */
import { showRelata } from './relata-frame.js';

/** The only line to change. */
const RELATA = 'https://relata.example.org';

const given = new URLSearchParams(location.search);
const record = (given.get('id') ?? '').replace(/[{}]/g, '').toLowerCase();
const table = given.get('typename') ?? '';
const widget = given.get('data') || 'who-knows-whom';

/** An action of Dataverse; the form and its web resources stand under the same address as Dataverse itself. */
async function fetchToken() {
  const response = await fetch('/api/data/v9.2/relata_MintToken', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ Record: record, Table: table, Origin: location.origin }),
  });
  if (!response.ok) throw new Error(`Dataverse answered ${response.status}`);
  return (await response.json()).Token;
}

const frame = document.querySelector('iframe');
const alert = document.querySelector('[role="alert"]');
const fail = () => {
  frame.hidden = true;
  alert.hidden = false;
};

if (record === '' || table === '') fail();
else showRelata(frame, RELATA, widget, () => fetchToken().catch((error) => (fail(), Promise.reject(error))));
