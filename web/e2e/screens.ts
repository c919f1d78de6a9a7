/** The screens of the application, by name, and whom of the demo's sample they show. */
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import type { Introducers, SearchResults } from '../src/api/types.js';

/** Records of the sample (fixtures/enron), chosen for what is known of them on the sample's last day. */
export const sample = {
  /** Seven colleagues exchanged mail with Scott Govenar, many more had it in one direction only. */
  known: { record: 'contact-219', path: '/records/contact-219', name: 'Scott Govenar', address: 'sgovenar@govadv.com' },
  /** Nobody but mail in one direction. */
  unknown: { path: '/records/contact-134', name: 'Jackie Gallagher' },
  /** Susan Scott had mail from Brian Cherry, but nobody in the last two years. */
  quiet: { path: '/records/contact-038', name: 'Brian - TPBKC Cherry', colleague: 'Susan Scott' },
  /** A contact to whom and from whom no mail goes. */
  nobody: { path: '/records/contact-005', name: 'adrianne' },
  /** Several contacts of it are known, by different colleagues. */
  account: { path: '/records/account-bracepatt-com', name: 'Bracewell & Patterson' },
  lead: { path: '/records/lead-004', name: 'B. David - TPDBF Follett' },
  /** Somebody of ours, who knows more contacts than the first portion shows. */
  colleague: { name: 'Steven J Kean', address: 'steven.kean@enron.com' },
  /** Somebody outside without a record. */
  person: { name: 'Kevin Scott', address: 'kevinscott@onlinemailbox.net' },
} as const;

export interface Screen {
  name: string;
  path: string;
}

export const screens = async (request: APIRequestContext): Promise<Screen[]> => [
  { name: 'overview', path: '/' },
  { name: 'search', path: '/search?q=sempra' },
  { name: 'search-empty', path: '/search?q=qqqqzzzzxx' },
  { name: 'records', path: '/records?kind=contact' },
  { name: 'contact', path: sample.known.path },
  { name: 'contact-unknown', path: sample.unknown.path },
  { name: 'contact-quiet', path: sample.quiet.path },
  { name: 'contact-nobody', path: sample.nobody.path },
  { name: 'lead', path: sample.lead.path },
  { name: 'account', path: sample.account.path },
  { name: 'person', path: await pathOfHit(request, sample.person.address) },
  { name: 'colleagues', path: '/colleagues' },
  { name: 'colleague', path: await pathOfHit(request, sample.colleague.address) },
  { name: 'lost', path: '/there/is/no/such/page' },
];

/** People and colleagues are numbered as they are read, so they are found by their address. */
export async function pathOfHit(request: APIRequestContext, address: string): Promise<string> {
  const { results } = await ask<SearchResults>(request, `search?q=${encodeURIComponent(address)}`);
  const [hit] = results;
  if (!hit) throw new Error(`the sample holds nobody at ${address}`);
  return `/${hit.kind === 'colleague' ? 'colleagues' : 'people'}/${encodeURIComponent(hit.id)}`;
}

/** Waits until a screen shows what it was opened for. */
export async function settled(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('relata-skeleton')).toHaveCount(0);
}

/** What the server itself answers, to compare a screen with. */
export const introducersOf = (request: APIRequestContext, path: string, limit: number) =>
  ask<Introducers>(request, `${path.slice(1)}/introducers?limit=${limit}`);

async function ask<Answer>(request: APIRequestContext, path: string): Promise<Answer> {
  const response = await request.get(`/api/v1/${path}`);
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
