/**
 * An OpenID Connect provider of a known make on loopback, with people of the sample: the certified `oidc-provider`, with its own
 * pages to sign in. Any password is right.
 */
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Provider, { type Account } from 'oidc-provider';
import { sample } from './screens.js';

export const CLIENT = { id: 'relata', secret: 'a-secret-of-the-tests-that-is-long-enough' };
export const GROUPS = { sales: 'sales-group', administrators: 'administrators-group' };

/** By what they type; the subject is none of it. */
const PEOPLE: Record<string, { name: string; email: string; groups: string[] }> = {
  steven: { name: sample.colleague.name, email: sample.colleague.address, groups: [GROUPS.sales] },
  jeff: { name: 'Jeff Dasovich', email: 'jeff.dasovich@enron.com', groups: [GROUPS.sales] },
  admin: { name: 'Ada Ministrator', email: 'ada@elsewhere.example', groups: [GROUPS.administrators] },
  guest: { name: 'Guest Without Role', email: 'guest@elsewhere.example', groups: ['nobody-knows-this'] },
};

export interface RunningProvider {
  issuer: string;
  end: () => void;
}

/** `relata` is where Relata runs: the provider sends browsers back there, and nowhere else. */
export async function startProvider(relata: () => string): Promise<RunningProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let provider: Provider | undefined;
  // Made with the first request, when it is known where Relata runs.
  server.on('request', (request, response) => (provider ??= make(issuer, relata())).callback()(request, response));
  return { issuer, end: () => server.close() };
}

function make(issuer: string, relata: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${relata}/api/v1/sign-in/callback`],
        post_logout_redirect_uris: [`${relata}/`],
        backchannel_logout_uri: `${relata}/api/v1/sign-in/backchannel-logout`,
        backchannel_logout_session_required: true,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    conformIdTokenClaims: false,
    features: { backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true }, devInteractions: { enabled: true } },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'tests', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key of the tests'] },
    // The provider's own way of calling refuses addresses of this machine, and Relata has no other in the tests.
    fetch: (url: string, { method, headers, body, signal }: RequestInit) => fetch(url, { method, headers, body, signal, redirect: 'manual' }),
    findAccount: (_: unknown, id: string): Account | undefined => {
      const person = PEOPLE[id];
      return person && { accountId: id, claims: () => ({ sub: `subject-of-${id}`, ...person, email_verified: true }) };
    },
    ttl: { Interaction: 3600, Session: 86_400, Grant: 86_400, IdToken: 3600, AccessToken: 3600, AuthorizationCode: 60 },
  });
}
