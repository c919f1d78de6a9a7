/** The answers on consent, roles, audit, erasure and access, as `types.ts` will have them once the document holds them. */

export type Insights = 'for_each_user' | 'aggregated' | 'identifiable';
export type Stage = 'off' | 'awaiting' | 'lapsed' | 'consented' | 'withdrawn';
export type Mode = 'opt_out' | 'opt_in';

export interface Contributors {
  everybody: boolean;
  roles: string[];
}

export interface Features {
  who_knows_whom: boolean;
  analytics: boolean;
}

export interface KindOfInsight {
  insights: Insights;
  state: 'never' | 'granted' | 'withdrawn';
  since: string | null;
  by: string | null;
  withdrawn_at: string | null;
  rows_due: string | null;
  rows_gone: string | null;
  files_due: string | null;
  files_gone: string | null;
}

export interface Group {
  id: string;
  name: string;
  members: number;
}

export interface ConsentCounts {
  colleagues: number;
  contributing: number;
  opted_out: number;
  in_excluded_groups: number;
  waiting_for_opt_in: number;
  not_contributors: number;
  flagged: number;
}

export interface Happening {
  at: string;
  by: string;
  what: string;
}

export interface Consent {
  state: Stage;
  enabled: { at: string; by: string } | null;
  lapses_at: string | null;
  days_left: number | null;
  features: Features;
  contributors: Contributors;
  mode: Mode;
  kinds: KindOfInsight[];
  excluded_groups: Group[];
  counts: ConsentCounts;
  history: Happening[];
  text_version: number;
}

export type ParticipationState =
  | 'contributing'
  | 'opted_out'
  | 'excluded_group'
  | 'not_a_contributor'
  | 'waiting_for_opt_in'
  | 'flagged'
  | 'left';

export interface Participant {
  person: string;
  name: string;
  email: string;
  standing: string;
  state: ParticipationState;
  since: string | null;
  by: string | null;
  group: string | null;
  visibility: string;
}

export interface Participation {
  people: Participant[];
  next: string | null;
}

export type ErasureKind = 'person' | 'address' | 'mailbox' | 'everything';
export type ErasureState = 'requested' | 'rows_gone' | 'files_gone' | 'failed';

export interface ErasureSubject {
  kind: ErasureKind;
  id?: string;
  address?: string;
}

export interface Erasure {
  id: string;
  kind: ErasureKind;
  state: ErasureState;
  requested_at: string;
  requested_by: string;
  hidden_at: string;
  rows_gone_at: string | null;
  files_due: string;
  files_gone_at: string | null;
  counts: Record<string, number> | null;
  detail: string | null;
}

export interface AccessRequest {
  id: string;
  state: 'requested' | 'ready' | 'expired' | 'failed';
  name: string | null;
  requested_at: string;
  requested_by: string;
  ready_at: string | null;
  expires_at: string | null;
  detail: string | null;
}

export interface ApiToken {
  id: string;
  name: string;
  rights: string[];
  created_at: string;
  created_by: string;
  expires_at: string | null;
  used_at: string | null;
  revoked_at: string | null;
}

export interface NewToken {
  id: string;
  token: string;
}

export interface Account {
  id: string;
  name: string;
  email: string | null;
  issuer: string;
  roles: string[];
  created_at: string;
  seen_at: string | null;
  sessions: number;
}

export interface Origin {
  origin: string;
  label: string;
}

