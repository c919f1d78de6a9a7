/** The screens of the application, by name, and whom of the demo's sample they show. */
import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test';
import type { Health, Introducers, Records, SearchResults } from '../src/api/types.js';

/** Records of the sample (fixtures/enron), chosen for what is known of them on the sample's last day. */
export const sample = {
  /** Seven colleagues exchanged mail with Scott Govenar, many more had it in one direction only. */
  known: { record: 'contact-219', path: '/records/contact-219', name: 'Scott Govenar', address: 'sgovenar@govadv.com' },
  /** Nobody but mail in one direction. */
  unknown: { path: '/records/contact-017', name: 'Amy A. Winter' },
  /** Alan Comnes wrote to Aw Turner in June 2001, and nobody since. */
  quiet: { path: '/records/contact-031', name: 'Aw Turner', colleague: 'Alan Comnes' },
  /** A contact to whom and from whom no mail goes. */
  nobody: { path: '/records/contact-043', name: 'Bill Woods' },
  /** Several contacts of it are known, by different colleagues. */
  account: { path: '/records/account-bracepatt-com', name: 'Bracewell & Patterson' },
  lead: { path: '/records/lead-004', name: 'B. David - TPDBF Follett' },
  /** A deal that goes well; every activity of its last 90 days is regarding it (`record.spec.ts` counts them). */
  deal: { record: 'opportunity-113', path: '/records/opportunity-113', name: 'pjm.com: storage 2001-1' },
  /** Open deals that do not go well. */
  poor: { path: '/records/opportunity-078', name: 'blackstone.com: energy services 2001-3' },
  fair: { path: '/records/opportunity-126', name: 'Pacific Gas and Electric: price hedge 2001-3' },
  won: { path: '/records/opportunity-108', name: 'Bracewell & Patterson: gas supply 2000-7' },
  /** Marked as not to be analysed. */
  unanalysed: { path: '/records/opportunity-117', name: 'Bonneville Power Administration: storage 2001-3' },
  /** An open lead with health. */
  openLead: { path: '/records/lead-026', name: 'gferguse' },
  /** Too little is known of it for a score. */
  unscored: { path: '/records/contact-008', name: 'AIM Special Offers' },
  /** Nothing with it was ever completed. */
  uncompleted: { path: '/records/contact-056' },
  /** Somebody of ours, who knows more contacts than the first portion shows. */
  colleague: { name: 'Steven J Kean', address: 'steven.kean@enron.com' },
  /** Somebody outside without a record. */
  person: { name: 'Kevin Scott', address: 'kevinscott@onlinemailbox.net' },
} as const;

/** The same record, at who knows whom. */
export const whom = (path: string) => `${path}?tab=whom`;

export const about = (path: string) => `${path}?tab=about`;

export interface Screen {
  name: string;
  path: string;
  /** Made of what other screens are made of, so it is photographed only. */
  alike?: true;
}

export const screens = async (request: APIRequestContext): Promise<Screen[]> => [
  { name: 'overview', path: '/' },
  { name: 'search', path: '/search?q=sempra' },
  { name: 'search-empty', path: '/search?q=qqqqzzzzxx' },
  { name: 'opportunities', path: '/records?kind=opportunity&status=open&sort=health&order=asc' },
  { name: 'contacts', path: '/records?kind=contact', alike: true },
  { name: 'leads', path: '/records?kind=lead&sort=last&order=desc', alike: true },
  { name: 'accounts', path: '/records?kind=account&sort=trend&order=desc' },
  { name: 'records-none', path: '/records?kind=lead&q=qqqqzzzzxx' },
  { name: 'pipeline', path: '/pipeline' },
  { name: 'pipeline-mine', path: '/pipeline?mine=true', alike: true },
  { name: 'moves', path: '/moves' },
  { name: 'engagement', path: '/engagement?level=year' },
  { name: 'engagement-account', path: '/engagement?level=year&account=account-bracepatt-com', alike: true },
  { name: 'engagement-month', path: '/engagement' },
  { name: 'engagement-unreleased', path: '/engagement?level=week' },
  ...['consent', 'sources', 'analytics', 'people', 'roles', 'privacy', 'audit', 'access', 'embedding'].map((it) => ({ name: `settings-${it}`, path: `/settings/${it}` })),
  { name: 'contact', path: sample.known.path },
  { name: 'contact-whom', path: whom(sample.known.path) },
  { name: 'contact-about', path: about(sample.known.path), alike: true },
  { name: 'contact-unknown', path: whom(sample.unknown.path) },
  { name: 'contact-quiet', path: whom(sample.quiet.path), alike: true },
  { name: 'contact-nobody', path: whom(sample.nobody.path) },
  { name: 'deal', path: sample.deal.path },
  { name: 'deal-whom', path: whom(sample.deal.path), alike: true },
  { name: 'deal-about', path: about(sample.deal.path) },
  { name: 'deal-poor', path: sample.poor.path },
  { name: 'deal-fair', path: sample.fair.path, alike: true },
  { name: 'deal-won', path: sample.won.path },
  { name: 'deal-unanalysed', path: sample.unanalysed.path },
  { name: 'contact-unscored', path: sample.unscored.path },
  { name: 'contact-uncompleted', path: sample.uncompleted.path, alike: true },
  { name: 'lead', path: sample.openLead.path },
  { name: 'lead-about', path: about(sample.openLead.path), alike: true },
  { name: 'lead-closed', path: sample.lead.path, alike: true },
  { name: 'account', path: sample.account.path },
  { name: 'account-whom', path: whom(sample.account.path) },
  { name: 'account-about', path: about(sample.account.path), alike: true },
  { name: 'person', path: await pathOfHit(request, sample.person.address) },
  { name: 'colleagues', path: '/colleagues' },
  { name: 'colleague', path: await pathOfHit(request, sample.colleague.address) },
  { name: 'me', path: '/me' },
  { name: 'me-stored', path: '/me?tab=stored' },
  { name: 'me-switches', path: '/me?tab=switches' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'signed-in', path: '/signed-in', alike: true },
  { name: 'lost', path: '/there/is/no/such/page' },
];

/** People and colleagues are numbered as they are read, so they are found by their address. */
export async function pathOfHit(request: APIRequestContext, address: string): Promise<string> {
  const { results } = await answerOf<SearchResults>(request, `search?q=${encodeURIComponent(address)}`);
  const [hit] = results;
  if (!hit) throw new Error(`the sample holds nobody at ${address}`);
  return `/${hit.kind === 'colleague' ? 'colleagues' : 'people'}/${encodeURIComponent(hit.id)}`;
}

/** Waits until a screen shows what it was opened for. */
export async function settled(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('relata-skeleton')).toHaveCount(0);
}

/** The dialog that is open, with what it shows: that stands in the element around the browser's own dialog, not inside of it. */
export const dialogOf = (page: Page): Locator => page.locator('relata-dialog').filter({ has: page.getByRole('dialog') });

/** What the server itself answers, to compare a screen with. */
export const introducersOf = (request: APIRequestContext, path: string, limit: number) =>
  answerOf<Introducers>(request, `${path.slice(1)}/introducers?limit=${limit}`);

export const recordsOf = (request: APIRequestContext, query: string) => answerOf<Records>(request, `records?${query}`);

export const healthOf = (request: APIRequestContext, path: string) => answerOf<Health>(request, `${path.slice(1)}/health`);

/** The answer at a path after `/api/v1/`. */
export async function answerOf<Answer>(request: APIRequestContext, path: string): Promise<Answer> {
  const response = await request.get(`/api/v1/${path}`);
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
