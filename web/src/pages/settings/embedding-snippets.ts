/** What to paste into another application, made for this server. */

const EXAMPLE = 'https://yourcompany.crm4.dynamics.com';

/** For the application's own server: it asks for a token that is good for one record and a few minutes. */
export const mintSnippet = (server: string, origin = EXAMPLE) => `curl -X POST ${server}/api/v1/embed/tokens \\
  -H "Authorization: Bearer $RELATA_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"record": "C-1", "email": "you@yourcompany.com", "origin": "${origin}"}'`;

/** For the form. */
export const elementSnippet = (server: string) => `<iframe
  src="${server}/embed/who-knows-whom"
  title="Who knows whom"
  width="100%" height="520" style="border: 0"></iframe>
<script>
  // The token that your server asked for; never the API token itself.
  const frame = document.querySelector('iframe');
  addEventListener('message', (event) => {
    if (event.origin !== '${server}' || event.data.type !== 'relata-ready') return;
    frame.contentWindow.postMessage({ type: 'relata-token', token: EMBED_TOKEN }, '${server}');
  });
</script>`;
