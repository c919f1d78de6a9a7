/** For tests: a pipeline, to be changed in the one field a test is about. */
import type { Bubble, Pipeline } from '../api/types.js';

export const bubble = (changed: Partial<Bubble> = {}): Bubble => ({
  id: 'O-1',
  name: 'Gas storage',
  account: { id: 'A-1', name: 'Acme' },
  owner: 'Amber',
  revenue: 100_000,
  currency: 'GBP',
  close_on: '2002-03-31',
  stage: 'Negotiation',
  health: { state: 'fair', score: 48, trend: 'declining' },
  ...changed,
});

export const pipeline = (bubbles: Bubble[], changed: Partial<Pipeline> = {}): Pipeline => ({
  bubbles,
  not_drawn: { past_close: 0, no_close: 0 },
  today: '2002-02-13',
  grades: { good: 60, fair: 40 },
  ...changed,
});
