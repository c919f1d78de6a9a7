/** For tests: who knows whom at an account, to be changed in the one field a test is about. */
import type { Coverage } from '../api/types.js';

export const coverage = (changed: Partial<Coverage> = {}): Coverage => ({
  contacts: [
    { person: '7', name: 'Lea Brandt', title: 'CFO' },
    { person: '8', name: 'Tom Oss', title: null },
  ],
  colleagues: [
    { person: '1', name: 'Amber Adams', email: 'amber@us.example' },
    { person: '2', name: 'Jon Bo', email: 'jon@us.example' },
  ],
  cells: [
    { contact: 0, colleague: 0, score: 82, band: 'strong' },
    { contact: 0, colleague: 1, score: 0, band: 'unknown' },
    { contact: 1, colleague: 0, score: 31, band: 'weak' },
  ],
  single_threaded: false,
  uncovered: 0,
  ...changed,
});
