/** For tests: consent, people, roles, erasures and whoever else the settings speak of, to be changed in the one field a test is about. */
import type { Account, ApiToken, Assignment, AuditEvent, Consent, Erasure, Insights, KindOfInsight, Participant, Roles, Viewer } from '../api/types.js';

const AT = '2002-02-13T09:00:00Z';

export const viewer = (changed: Partial<Viewer> = {}): Viewer => ({
  name: 'Adam',
  email: 'adam@us.example',
  roles: ['administrator', 'directory_administrator'],
  rights: ['see_overview', 'manage_settings', 'manage_insights', 'give_consent', 'manage_people', 'manage_roles', 'manage_access', 'read_audit'],
  person: '1',
  demo: true,
  organisation: 'Acme',
  through: 'demo',
  ...changed,
});

export const kind = (insights: Insights, changed: Partial<KindOfInsight> = {}): KindOfInsight => ({
  insights,
  state: 'never',
  since: null,
  by: null,
  withdrawn_at: null,
  rows_due: null,
  rows_gone: null,
  files_due: null,
  files_gone: null,
  ...changed,
});

export const given = (insights: Insights) => kind(insights, { state: 'granted', since: '2002-02-05T09:00:00Z', by: 'Dora' });

export const withdrawn = (insights: Insights, changed: Partial<KindOfInsight> = {}) =>
  kind(insights, { state: 'withdrawn', by: 'Dora', withdrawn_at: AT, rows_due: '2002-02-14T09:00:00Z', files_due: '2002-03-15T09:00:00Z', ...changed });

export const consent = (changed: Partial<Consent> = {}): Consent => ({
  state: 'awaiting',
  enabled: { at: '2002-02-01T09:00:00Z', by: 'Adam' },
  lapses_at: '2002-02-15T09:00:00Z',
  days_left: 2,
  features: { who_knows_whom: true, analytics: true },
  contributors: { everybody: true, roles: [] },
  mode: 'opt_out',
  kinds: [kind('for_each_user'), kind('aggregated'), kind('identifiable')],
  excluded_groups: [],
  counts: { colleagues: 12, contributing: 9, opted_out: 2, in_excluded_groups: 1, waiting_for_opt_in: 0, not_contributors: 0, flagged: 0 },
  history: [{ at: '2002-02-01T09:00:00Z', by: 'Adam', what: 'Relationship intelligence was turned on.' }],
  text_version: 1,
  ...changed,
});

export const off = () => consent({ state: 'off', enabled: null, lapses_at: null, days_left: null, history: [] });
export const consented = () => consent({ state: 'consented', lapses_at: null, days_left: null, kinds: [given('for_each_user'), kind('aggregated'), given('identifiable')] });

export const board = { id: 'g1', name: 'Board', members: 7 };
export const legal = { id: 'g2', name: 'Legal', members: 1 };

export const participant = (changed: Partial<Participant> = {}): Participant => ({
  person: '1',
  name: 'Amber Adams',
  email: 'amber@us.example',
  standing: 'active',
  state: 'contributing',
  since: null,
  by: null,
  group: null,
  visibility: 'named',
  ...changed,
});

export const assignment = (changed: Partial<Assignment> = {}): Assignment => ({
  id: '5',
  role: 'salesperson',
  holder: { kind: 'group', id: 'g3', name: 'Sales' },
  by: 'Adam',
  at: AT,
  ...changed,
});

export const roles = (changed: Partial<Roles> = {}): Roles => ({
  roles: [
    { role: 'salesperson', rights: ['see_records', 'see_who_knows_whom'], granted: [{ id: '8', right: 'export_lists', holder: { kind: 'role', id: 'salesperson', name: 'Salesperson' }, by: 'Adam', at: AT }] },
    { role: 'auditor', rights: ['read_audit'], granted: [] },
  ],
  rights: [
    { right: 'see_records', what: 'see records and people' },
    { right: 'see_who_knows_whom', what: 'see who knows whom' },
    { right: 'export_lists', what: 'download lists' },
    { right: 'read_audit', what: 'read the audit trail' },
  ],
  assignments: [assignment()],
  grants: [],
  ...changed,
});

export const erasure = (changed: Partial<Erasure> = {}): Erasure => ({
  id: '3',
  kind: 'person',
  source: 'forget',
  person: null,
  state: 'rows_gone',
  reason: '',
  requested_at: AT,
  requested_by: 'Adam',
  hidden_at: AT,
  rows_gone_at: '2002-02-13T09:02:00Z',
  files_due: '2002-03-15T09:00:00Z',
  files_gone_at: null,
  counts: { 'log.interaction': 1204 },
  detail: null,
  ...changed,
});

export const auditEvent = (changed: Partial<AuditEvent> = {}): AuditEvent => ({
  seq: '12',
  at: AT,
  actor: { id: 'account:7', name: 'Sally' },
  action: 'view',
  subject: 'record:O-1',
  people: 5,
  detail: '{}',
  ...changed,
});

export const token = (changed: Partial<ApiToken> = {}): ApiToken => ({
  id: '4',
  name: 'Forms',
  rights: ['read_audit'],
  created_at: AT,
  created_by: 'Adam',
  expires_at: '2002-05-14T09:00:00Z',
  used_at: null,
  revoked_at: null,
  ...changed,
});

export const account = (changed: Partial<Account> = {}): Account => ({
  id: '7',
  name: 'Sally',
  email: 'sally@us.example',
  issuer: 'https://id.example',
  roles: ['salesperson'],
  created_at: AT,
  seen_at: AT,
  sessions: 2,
  ...changed,
});
