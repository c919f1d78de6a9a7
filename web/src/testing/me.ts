/** For tests: the answers on one's own page, to be changed in the one field a test is about. */
import type { Introduction, MyParticipation, MyStored, MyTie, MyTies, NamingQuestion, NamingRequest, Session, Viewer } from '../api/types.js';
import { acquaintances, lea } from './examples.js';

export const viewer = (changed: Partial<Viewer> = {}): Viewer => ({
  name: 'Amber Adams',
  email: 'amber@us.example',
  roles: ['salesperson'],
  rights: ['see_records'],
  person: '1',
  demo: false,
  organisation: 'Contoso',
  through: 'session',
  ...changed,
});

export const session = (changed: Partial<Session> = {}): Session => ({
  id: '1',
  created_at: '2026-11-20T08:00:00Z',
  seen_at: '2026-11-21T17:00:00Z',
  expires_at: '2026-11-27T08:00:00Z',
  client: 'Firefox on Linux',
  current: false,
  ...changed,
});

export const myTie = (changed: Partial<MyTie> = {}): MyTie => ({
  ...acquaintances().contacts[0]!,
  trend: { course: 'warming', gained: 12, silence: 0, text: 'more lately than over the whole time' },
  hidden: false,
  ...changed,
});

export const myTies = (changed: Partial<MyTies> = {}): MyTies => ({ strongest: [myTie()], warming: [], fading: [], total: 1, computed_for: '2002-02-13', computed_at: '2002-02-13T05:12:00Z', ...changed });

export const stored = (changed: Partial<MyStored> = {}): MyStored => ({
  counts: {
    addresses: 2,
    mailboxes: 1,
    read: 9000,
    contacts: 143,
    emails_sent: 1204,
    emails_received: 900,
    replies: 300,
    meetings: 88,
    calls: 0,
    scheduled: 3,
    first_at: '2000-02-13T08:00:00Z',
    last_at: '2002-02-12T08:00:00Z',
  },
  retention_days: 30,
  sample: { table: 'pair', columns: [{ name: 'colleague_id', value: '17' }, { name: 'last_call', value: null }], text: 'Numbers of two people.' },
  access_request: null,
  ...changed,
});

export const participation = (changed: Partial<MyParticipation> = {}): MyParticipation => ({
  state: 'contributing',
  opted_out: false,
  visibility: 'named',
  hidden: [],
  may_opt_out: true,
  ...changed,
});

export const question = (changed: Partial<NamingQuestion> = {}): NamingQuestion => ({
  id: '5',
  at: '2002-02-12T08:00:00Z',
  asker: { id: '2', name: 'Ben Carter' },
  reason: 'We bid for storage.',
  contacts: [lea],
  answer: null,
  until: null,
  ...changed,
});

export const request = (changed: Partial<NamingRequest> = {}): NamingRequest => ({
  id: '6',
  at: '2002-02-12T08:00:00Z',
  target: { kind: 'record', id: 'C-1', name: 'Lea Brandt' },
  reason: 'We bid for storage.',
  state: 'asked',
  text: 'Asked, nobody has answered yet.',
  named: [],
  ...changed,
});

export const introduction = (changed: Partial<Introduction> = {}): Introduction => ({
  id: '9',
  at: '2002-02-11T08:00:00Z',
  requester: 'Ben Bauer',
  colleague: { id: '1', name: 'Amber Adams' },
  contact: lea,
  through: 'smtp',
  state: 'sent',
  since: '2002-02-12T08:00:00Z',
  seen: null,
  may: ['closed'],
  ...changed,
});
