/** For tests: an opportunity as lists show it, to be changed in the one field a test is about. */
import type { RecordRow } from '../api/types.js';

export const recordRow = (changed: Partial<RecordRow> = {}): RecordRow => ({
  id: 'O-1',
  kind: 'opportunity',
  name: 'Gas storage',
  title: null,
  company: null,
  email: null,
  account: { id: 'A-1', name: 'Acme' },
  owner: 'Amber',
  status: 'open',
  stage: 'Negotiation',
  revenue: 120_000,
  currency: 'GBP',
  close_on: '2002-06-30',
  created_on: '2001-11-05',
  health: { state: 'good', score: 72, trend: 'improving' },
  last: { at: '2002-02-13T09:00:00Z', channel: 'email', direction: 'inbound' },
  next: { at: '2002-03-01T09:00:00Z', channel: 'meeting', direction: 'outbound' },
  emails: 14,
  meetings: 2,
  calls: 1,
  invented: [],
  ...changed,
});
