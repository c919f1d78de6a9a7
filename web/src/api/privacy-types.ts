/** The answers on consent, roles, audit, erasure and access, as `types.ts` will have them once the document holds them. */

/** What somebody asks to have forgotten. */
export type SubjectKind = 'person' | 'address' | 'mailbox' | 'everything';
export type ErasureKind = 'person' | 'mailbox' | 'everything' | 'insights';
export type ErasureSource = 'forget' | 'opt_out' | 'group' | 'withdrawal';
export type ErasureState = 'requested' | 'rows_gone' | 'files_gone' | 'failed';

export interface ErasureSubject {
  kind: SubjectKind;
  id?: string;
  address?: string;
}

export interface Erasure {
  id: string;
  kind: ErasureKind;
  source: ErasureSource;
  state: ErasureState;
  /** Why, in the words of whoever asked. */
  reason: string;
  requested_at: string;
  requested_by: string;
  hidden_at: string;
  rows_gone_at: string | null;
  files_due: string;
  files_gone_at: string | null;
  counts: Record<string, number>;
  detail: string | null;
}

export interface AccessRequest {
  id: string;
  state: 'requested' | 'ready' | 'expired' | 'failed';
  /** Whose data. */
  person: string;
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

