/** The screens of the application, by name, with the addresses that the demo's own data give them. */
import type { APIRequestContext } from '@playwright/test';
import type { Colleagues, RecordKind, Records, SearchResults } from '../src/api/types.js';

/** Somebody outside whom several colleagues of the demo know. */
export const KNOWN_ADDRESS = 'bcherry@sempra.com';

export interface Screen {
  name: string;
  path: string;
}

export async function screens(request: APIRequestContext): Promise<Screen[]> {
  const record = async (kind: RecordKind) => {
    const { records } = await ask<Records>(request, `records?kind=${kind}&limit=1`);
    return `/records/${encodeURIComponent(records[0]!.id)}`;
  };
  const { colleagues } = await ask<Colleagues>(request, 'colleagues?limit=1');
  return [
    { name: 'overview', path: '/' },
    { name: 'search', path: `/search?q=${encodeURIComponent('sempra')}` },
    { name: 'search-empty', path: '/search?q=qqqqzzzzxx' },
    { name: 'records', path: '/records?kind=contact' },
    { name: 'contact', path: await record('contact') },
    { name: 'lead', path: await record('lead') },
    { name: 'account', path: await record('account') },
    { name: 'person', path: await pathOfKnownPerson(request) },
    { name: 'colleagues', path: '/colleagues' },
    { name: 'colleague', path: `/colleagues/${colleagues[0]!.id}` },
    { name: 'lost', path: '/there/is/no/such/page' },
  ];
}

export async function pathOfKnownPerson(request: APIRequestContext): Promise<string> {
  const { results } = await ask<SearchResults>(request, `search?q=${encodeURIComponent(KNOWN_ADDRESS)}`);
  const { kind, id } = results[0]!;
  return kind === 'person' ? `/people/${id}` : `/records/${encodeURIComponent(id)}`;
}

async function ask<Answer>(request: APIRequestContext, path: string): Promise<Answer> {
  const response = await request.get(`/api/v1/${path}`);
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
