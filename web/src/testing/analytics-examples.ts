/** For tests: how the relationship behind a record stands, to be changed in the one field a test is about. */
import type { Activities, Contacted, Health, HealthState, Kpis, PeopleOfRecord, RecordPage, Side, Similar, SimilarAverages } from '../api/types.js';
import { lea } from './examples.js';

export const health = (changed: Partial<Health> = {}): Health => ({
  state: 'good',
  score: 72,
  trend: 'declining',
  needs: null,
  grades: { good: 60, fair: 40 },
  parts: [
    { part: 'start', points: 50 },
    { part: 'frequency', points: 24 },
    { part: 'history', points: 10 },
    { part: 'silence', points: -12 },
  ],
  movers: [
    { signal: 'silence', points: -12 },
    { signal: 'emails', points: 4 },
  ],
  rhythm: { usual_gap_days: 9, gap_days: 23, expected: 'learnt', missed: null },
  last: { at: '2002-02-10T09:00:00Z', channel: 'email', direction: 'inbound' },
  next: { at: '2002-02-18T09:00:00Z', channel: 'meeting', direction: 'outbound' },
  history: [
    { on: '2002-02-10', score: 68 },
    { on: '2002-02-11', score: 68 },
    { on: '2002-02-12', score: null },
    { on: '2002-02-13', score: 72 },
  ],
  edition: 'enhanced',
  accuracy: 'complete',
  missing: [],
  computed_for: '2002-02-13',
  computed_at: '2002-02-13T05:12:00Z',
  ...changed,
});

/** A record that has no score, and what it needs. */
export const noHealth = (state: HealthState, needs: string | null = null): Health =>
  health({
    state,
    needs,
    score: null,
    trend: 'not_applicable',
    parts: [],
    movers: [],
    rhythm: { usual_gap_days: null, gap_days: null, expected: 'learnt', missed: null },
    last: null,
    next: null,
    history: [],
  });

export const side = (changed: Partial<Side> = {}): Side => ({
  emails: 14,
  meetings: 3,
  calls: 0,
  replies: 5,
  ratio: 1.55,
  response: { count: 9, mean_hours: 5.2, median_hours: 3, business_mean_hours: 2.1, business_median_hours: 1.5 },
  asked: 12,
  answered: 9,
  response_rate: 0.75,
  ...changed,
});

export const averages = (changed: Partial<SimilarAverages> = {}): SimilarAverages => ({
  deals: 24,
  emails_us: 18.4,
  emails_them: 16,
  meetings: 4.5,
  calls: 2,
  team_hours_per_week: 1.4,
  customer_hours_per_week: 1.1,
  response_us_hours: 4,
  response_them_hours: 9.5,
  response_rate_us: 0.9,
  response_rate_them: 0.7,
  ...changed,
});

export const kpis = (changed: Partial<Kpis> = {}): Kpis => ({
  from: '2001-11-16',
  until: '2002-02-13',
  us: side(),
  them: side({ emails: 9, meetings: 1, calls: 1, replies: 4, ratio: 0.64, asked: 8, answered: 4, response_rate: 0.5 }),
  tasks: 2,
  team_minutes: 780,
  customer_minutes: 390,
  team_hours_per_week: 1,
  customer_hours_per_week: 0.5,
  engagement: { followed: 8, open_rate: 0.63, click_rate: 0.25, attachment_rate: null },
  summary: [{ kind: 'more_meetings', side: 'us', amount: 2, text: 'You started 2 more meetings than your customer.' }],
  similar: null,
  accuracy: 'complete',
  missing: [],
  computed_at: '2002-02-13T05:12:00Z',
  ...changed,
});

/** Figures of a window in which nothing happened. */
export const noKpis = (): Kpis => {
  const response = { count: 0, mean_hours: null, median_hours: null, business_mean_hours: null, business_median_hours: null };
  const nothing = side({ emails: 0, meetings: 0, calls: 0, replies: 0, ratio: null, response, asked: 0, answered: 0, response_rate: null });
  return kpis({
    us: nothing,
    them: nothing,
    tasks: 0,
    team_minutes: 0,
    customer_minutes: 0,
    team_hours_per_week: 0,
    customer_hours_per_week: 0,
    engagement: { followed: 0, open_rate: null, click_rate: null, attachment_rate: null },
    summary: [],
  });
};

export const activities = (changed: Partial<Activities> = {}): Activities => ({
  from: '2002-02-01',
  until: '2002-02-14',
  days: [
    { on: '2002-02-04', emails_out: 2, emails_in: 1, meetings_out: 0, meetings_in: 0, calls_out: 0, calls_in: 1, tasks: 0 },
    { on: '2002-02-12', emails_out: 0, emails_in: 0, meetings_out: 1, meetings_in: 0, calls_out: 0, calls_in: 0, tasks: 1 },
  ],
  weeks: [
    { from: '2002-01-28', us: 0, them: 0 },
    { from: '2002-02-04', us: 2, them: 2 },
    { from: '2002-02-11', us: 2, them: 0 },
  ],
  ...changed,
});

export const contacted = (changed: Partial<Contacted> = {}): Contacted => ({
  person: { ...lea, email: 'lea@acme.example', title: 'Head of gas' },
  emails: 14,
  meetings: 2,
  calls: 0,
  last: '2002-02-10T09:00:00Z',
  ...changed,
});

export const people = (changed: Partial<PeopleOfRecord> = {}): PeopleOfRecord => ({
  contacted: [contacted()],
  contacted_by: [contacted({ person: { id: '1', name: 'Amber Adams', email: 'amber@us.example', title: 'Director' } })],
  computed_at: '2002-02-13T05:12:00Z',
  ...changed,
});

export const similar = (changed: Partial<Similar> = {}): Similar => ({
  basis: 'similar',
  enough: true,
  won: 64,
  lost: 41,
  fields: [
    { name: 'revenue', weight: 0.4 },
    { name: 'early_emails', weight: 0.6 },
  ],
  averages: averages(),
  deals: [
    {
      id: 'O-9',
      name: 'Storage at Lavo',
      account: { id: 'A-1', name: 'Acme' },
      similarity: 87,
      revenue: 120000,
      closed_on: '2001-11-02',
      activities: 42,
      team_hours: 18.5,
      response_hours: 3.2,
      response_rate: 0.92,
    },
  ],
  ...changed,
});

export const record = (changed: Partial<RecordPage> = {}): RecordPage => ({
  id: 'O-1',
  kind: 'opportunity',
  name: 'Gas storage for Acme',
  title: null,
  company: null,
  account: { id: 'A-1', name: 'Acme' },
  owner: 'amber@us.example',
  emails: [],
  domains: [],
  state: 'In progress',
  status: 'open',
  stage: 'Propose',
  revenue: 120000,
  currency: 'USD',
  created_on: '2001-06-01',
  close_on: '2002-06-30',
  closed_on: null,
  team: ['jon@us.example'],
  stakeholders: [
    { id: 'C-1', name: 'Lea Brandt' },
    { id: null, name: 'board@acme.example' },
  ],
  primary_contact: { id: 'C-1', name: 'Lea Brandt' },
  person: null,
  contacts: [],
  do_not_analyse: false,
  invented: [],
  ...changed,
});
