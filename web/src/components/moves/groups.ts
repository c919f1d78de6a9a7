/** Moves in groups: which stand first, how many of each are shown, and what need not be said in every row. */
import type { Move, RecordKind, What } from '../../api/types.js';

export interface Group {
  what: What;
  moves: Move[];
}

/** What asks for something to be done stands before what is good news. */
const ORDER: What[] = ['went_quiet', 'cooled', 'single_threaded', 'replied_after_silence', 'warmed'];
/** Money first. */
const KINDS: RecordKind[] = ['opportunity', 'account', 'lead', 'contact'];

export const groupsOf = (moves: Move[]): Group[] =>
  ORDER.map((what) => ({ what, moves: moves.filter((it) => it.what === what).sort((a, b) => rank(a) - rank(b)) })).filter(({ moves: of }) => of.length > 0);

/** How many of each group are shown when there is room for so many in all: one of each in turn, so that none is missing. */
export function sharesOf(groups: Group[], limit: number): number[] {
  const shares = groups.map(() => 0);
  const most = Math.min(limit, groups.reduce((sum, { moves }) => sum + moves.length, 0));
  for (let given = 0, turn = 0; given < most; turn += 1) {
    const index = turn % groups.length;
    if (shares[index]! >= groups[index]!.moves.length) continue;
    shares[index]! += 1;
    given += 1;
  }
  return shares;
}

/** Whether all rows say the same but for numbers, which stand beside them; then the heading says it once. */
export const isAlike = (moves: Move[]) => moves.length > 1 && new Set(moves.map(({ text }) => text.replace(/\d+/g, '#'))).size === 1;

const rank = ({ record }: Move) => KINDS.indexOf(record.kind);
