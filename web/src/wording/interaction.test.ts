import { expect, test } from 'vitest';
import type { Direction, InteractionKind } from '../api/types.js';
import { introducer } from '../testing/examples.js';
import { interactionCounts, lastInteraction } from './interaction.js';

test.each([
  [14, 9, 5, 2, '14 sent, 9 received, 5 replies, 2 meetings'],
  [1, 1, 1, 1, '1 sent, 1 received, 1 reply, 1 meeting'],
  [1200, 0, 0, 0, '1,200 sent, 0 received'],
])('%i sent, %i received, %i replies, %i meetings', (sent, received, replies, meetings, expected) => {
  expect(interactionCounts(introducer({ sent, received, replies, meetings }))).toBe(expected);
});

test.each<[InteractionKind, Direction, string]>([
  ['email', 'inbound', 'Last: email from Lea, 3 days before 13 Feb 2002'],
  ['email', 'outbound', 'Last: email to Lea, 3 days before 13 Feb 2002'],
  ['meeting', 'both', 'Last: meeting with Lea, 3 days before 13 Feb 2002'],
  ['call', 'inbound', 'Last: call from Lea, 3 days before 13 Feb 2002'],
])('the last was a(n) %s, %s', (kind, direction, expected) => {
  expect(lastInteraction({ at: '2002-02-10T09:00:00Z', kind, direction }, 'Lea', '2002-02-13')).toBe(expected);
});
