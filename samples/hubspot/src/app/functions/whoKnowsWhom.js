/**
 * Asks Relata who knows the person on a record, on HubSpot's server: it mints a token for this record and this user, exchanges
 * it, and asks once. The token never reaches a browser.
 *
 * Secrets: RELATA_URL, RELATA_API_TOKEN (with the right `issue_embed_tokens`), RELATA_ORIGIN ("https://app.hubspot.com", as
 * registered in Relata under Settings, Embedding).
 */
exports.main = async ({ parameters: { record, email } }) => {
  const { RELATA_URL: server, RELATA_API_TOKEN: apiToken, RELATA_ORIGIN: origin } = process.env;
  try {
    const { token } = await ask(`${server}/api/v1/embed/tokens`, `Bearer ${apiToken}`, { record, email, origin });
    const { session } = await ask(`${server}/api/v1/embed/sessions`, undefined, { token, origin });
    const path = `records/${encodeURIComponent(record)}`;
    const { introducers } = await ask(`${server}/api/v1/${path}/introducers?limit=5`, `Embed ${session}`);
    return { introducers, href: `${server}/${path}?tab=whom` };
  } catch (error) {
    return { problem: error.message };
  }
};

async function ask(url, authorization, body) {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  const response = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `Relata answered ${response.status}.`);
  return answer;
}
