/**
 * The answers of the server, as the rest of the application names them.
 *
 * This file is the only one that knows where the types come from: when `schema.gen.ts` is generated from the OpenAPI
 * document, the declarations below become `export type Overview = components['schemas']['Overview']` and so on.
 */

export type RecordKind = 'contact' | 'lead' | 'account';
/** `unknown`: mail in one direction only. */
export type Band = 'strong' | 'medium' | 'weak' | 'unknown';
export type Confidence = 'high' | 'medium' | 'low';
export type InteractionKind = 'email' | 'meeting' | 'call';
/** Seen from our side; `both` is a meeting. */
export type Direction = 'outbound' | 'inbound' | 'both';

export interface Viewer {
  name: string;
  email: string | null;
  role: 'salesperson';
  person: string | null;
  demo: boolean;
  organisation: string;
}

export interface Overview {
  organisation: string;
  computed_for: string | null;
  computed_at: string | null;
  counts: Counts;
  sources: Source[];
}

export interface Counts {
  colleagues: number;
  contacts: number;
  accounts: number;
  leads: number;
  people: number;
  mailboxes: number;
  interactions: number;
  pairs: number;
}

/** The completeness ledger of one source: read = stored + duplicates + filtered + quarantined. */
export interface Source {
  name: string;
  kind: string;
  state: 'ready' | 'reading' | 'broken';
  detail: string | null;
  read: number;
  stored: number;
  duplicates: number;
  quarantined: number;
  filtered: CountedRule[];
  read_until: string | null;
}

export interface CountedRule {
  rule: string;
  explanation: string;
  count: number;
}

export interface SearchResults {
  query: string;
  results: SearchHit[];
}

export interface SearchHit {
  kind: RecordKind | 'person' | 'colleague';
  id: string;
  name: string;
  detail: string;
  email: string | null;
}

export interface Records {
  records: RecordSummary[];
  next: string | null;
}

export interface RecordSummary {
  id: string;
  kind: RecordKind;
  name: string;
  title: string | null;
  company: string | null;
  email: string | null;
}

export interface RecordPage {
  id: string;
  kind: RecordKind;
  name: string;
  title: string | null;
  company: string | null;
  emails: string[];
  domains: string[];
  state: string | null;
  owner: string | null;
  account: Named | null;
  person: string | null;
  /** The names of fields that the sample data made up. */
  invented: string[];
  contacts: RecordSummary[];
}

export interface Named {
  id: string;
  name: string;
}

export interface PersonPage {
  id: string;
  name: string;
  company: string | null;
  emails: string[];
  class: string;
  class_reason: string;
  records: RecordSummary[];
}

export interface Introducers {
  target: Target;
  introducers: Introducer[];
  total: number;
  /** `known`: there are introducers. The others are the five honest empty states. */
  state: 'known' | 'nobody' | 'hidden' | 'quiet' | 'reading' | 'broken';
  mailboxes_searched: number;
  history_months: number;
  hidden: number;
  quiet: { colleague: string; last: LastInteraction } | null;
  reading: Reading[];
  broken: Broken[];
  computed_for: string | null;
  computed_at: string | null;
}

export interface Target extends Named {
  kind: RecordKind | 'person';
}

export interface Reading {
  source: string;
  read: number;
  expected: number | null;
}

export interface Broken {
  source: string;
  detail: string;
  since: string | null;
}

/** How well a pair know each other; the strength is null exactly when the band is unknown. */
export interface Tie {
  strength: number | null;
  band: Band;
  confidence: Confidence;
}

export interface Counted {
  sent: number;
  received: number;
  replies: number;
  meetings: number;
  last: LastInteraction;
}

export interface Introducer extends Tie, Counted {
  colleague: Colleague;
  contact: Named;
}

export interface Colleague {
  id: string;
  name: string;
  title: string | null;
  department: string | null;
  email: string;
  photo: string | null;
}

export interface LastInteraction {
  at: string;
  kind: InteractionKind;
  direction: Direction;
}

export interface Evidence extends Tie {
  colleague: Colleague;
  contact: Named;
  confidence_reason: string;
  parts: Part[];
  pieces: Piece[];
  first_at: string;
  left_out: CountedRule[];
  coverage: { mailbox: string; state: 'read' | 'not_connected'; detail: string };
  computed_for: string;
  computed_at: string;
}

export interface Part {
  part: 'sent' | 'received' | 'balance' | 'replies' | 'meetings' | 'last_contact';
  points: number;
  explanation: string;
}

export interface Piece extends LastInteraction {
  reply: boolean;
}

export interface Colleagues {
  colleagues: Colleague[];
  next: string | null;
}

export interface Acquaintances {
  colleague: Colleague;
  contacts: Acquaintance[];
  total: number;
  computed_for: string | null;
  computed_at: string | null;
}

export interface Acquaintance extends Tie, Counted {
  contact: Named & { company: string | null; email: string | null; record: string | null };
}

export interface Draft {
  to: { name: string; email: string };
  subject: string;
  body: string;
  transport: 'smtp' | 'mailto';
  /** What an administrator must configure so that Relata can send by itself. */
  missing: string | null;
  tokens: { token: string; value: string }[];
}

export interface Introduction {
  id: string;
  state: 'sent';
  sent_at: string;
}
