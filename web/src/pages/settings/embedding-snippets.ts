/** What to paste into another application, made for this server. */

const EXAMPLE = 'https://yourcompany.crm4.dynamics.com';

/** For the application's own server: it asks for a token that is good for one record and a few minutes. */
export const mintSnippet = (server: string, origin = EXAMPLE) => `curl -X POST ${server}/api/v1/embed/tokens \\
  -H "Authorization: Bearer $RELATA_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"record": "C-1", "email": "you@yourcompany.com", "origin": "${origin}"}'`;

/** For the form. */
export const frameSnippet = (server: string) => `<iframe id="relata" src="${server}/embed/v1/who-knows-whom" title="Who knows whom"
        style="width: 100%; border: 0"></iframe>
<script>
  const relata = '${server}';
  const frame = document.getElementById('relata');
  // token() asks your own server for the embed token of this record. The API token itself never gets into a page.
  const give = async () =>
    frame.contentWindow.postMessage({ type: 'relata:context', v: 1, token: await token() }, relata);
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== relata || data?.v !== 1) return;
    if (data.type === 'relata:ready' || data.type === 'relata:expired') give();
    if (data.type === 'relata:resize' && Number.isFinite(data.height)) frame.style.height = data.height + 'px';
  });
</script>`;
