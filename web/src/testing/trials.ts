/** For tests: what a trial says, line by line. */
import type { TrialFinding, TrialLine, TrialPlan } from '../api/types.js';

export const finding = (verdict: TrialFinding['verdict'], text: string, remedy: string | null = null): TrialLine => ({ line: 'finding', verdict, text, remedy });

export const end = (sound: boolean): TrialLine => ({ line: 'end', sound });

export const plan = (changed: Partial<TrialPlan> = {}): TrialLine => ({
  line: 'plan',
  mailboxes: 30,
  left_alone: 2,
  named: [{ name: 'Amber Stone', address: 'amber@us.example' }],
  messages: { low: 900, high: 1400, counted: 12, of: 30 },
  tables: [],
  examples: [{ of: 'a message', fields: [{ name: 'when', value: '2026-11-20T09:12:04Z' }] }],
  sentences: ['Subjects are never asked for.'],
  ...changed,
});

export const asText = (...lines: TrialLine[]) => lines.map((it) => `${JSON.stringify(it)}\n`).join('\n');
