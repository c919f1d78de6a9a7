/** For tests: a colleague who knows a contact, to be changed in the one field a test is about. */
import type { Acquaintances, Evidence, Introducer, Introducers, Source } from '../api/types.js';

export const lea = { id: '7', name: 'Lea Brandt' };

export const introducer = (changed: Partial<Introducer> = {}): Introducer => ({
  colleague: { id: '1', name: 'Amber Adams', title: 'Director', department: null, email: 'amber@us.example', photo: null },
  contact: lea,
  strength: 82,
  band: 'strong',
  confidence: 'high',
  sent: 14,
  received: 9,
  replies: 5,
  meetings: 2,
  last: { at: '2002-02-10T09:00:00Z', kind: 'email', direction: 'inbound' },
  ...changed,
});

/** A colleague of this name who knows Lea as `introducer()` does. */
export const named = (name: string, id = '1'): Introducer =>
  introducer({ colleague: { ...introducer().colleague, id, name } });

export const unknown = (): Introducer =>
  introducer({ strength: null, band: 'unknown', confidence: 'low', received: 0, replies: 0, meetings: 0 });

export const answer = (changed: Partial<Introducers> = {}): Introducers => ({
  target: { kind: 'contact', ...lea },
  introducers: [introducer()],
  total: 1,
  state: 'known',
  mailboxes_searched: 412,
  history_months: 12,
  hidden: 0,
  quiet: null,
  reading: [],
  broken: [],
  computed_for: '2002-02-13',
  computed_at: '2002-02-13T05:12:00Z',
  ...changed,
});

export const evidence = (changed: Partial<Evidence> = {}): Evidence => ({
  colleague: introducer().colleague,
  contact: lea,
  strength: 82,
  band: 'strong',
  confidence: 'high',
  confidence_reason: 'many interactions over two years',
  parts: [
    { part: 'sent', points: 50, explanation: '14 sent' },
    { part: 'received', points: 40, explanation: '9 received' },
    { part: 'balance', points: -8, explanation: 'more sent than received' },
  ],
  pieces: [{ at: '2002-02-10T09:00:00Z', kind: 'email', direction: 'inbound', reply: true }],
  first_at: '2000-01-03T00:00:00Z',
  left_out: [{ rule: 'list', explanation: 'mails through a list', count: 1200 }],
  coverage: { mailbox: 'amber@us.example', state: 'read', detail: 'Since January 2000.' },
  computed_for: '2002-02-13',
  computed_at: '2002-02-13T05:12:00Z',
  ...changed,
});

export const acquaintances = (changed: Partial<Acquaintances> = {}): Acquaintances => {
  const { colleague, contact, ...tie } = introducer();
  return {
    colleague,
    contacts: [{ ...tie, contact: { ...contact, company: 'Acme', email: 'lea@acme.example', record: 'C-1' } }],
    total: 1,
    computed_for: '2002-02-13',
    computed_at: '2002-02-13T05:12:00Z',
    ...changed,
  };
};

export const source = (changed: Partial<Source> = {}): Source => ({
  name: 'Archive',
  kind: 'mbox',
  state: 'ready',
  detail: null,
  read: 1000,
  stored: 700,
  duplicates: 250,
  quarantined: 1,
  filtered: [
    { rule: 'bulk', explanation: 'newsletters', count: 40 },
    { rule: 'no_date', explanation: 'no usable date', count: 9 },
  ],
  read_until: '2002-02-13',
  ...changed,
});
