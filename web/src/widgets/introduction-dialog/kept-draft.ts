/** A draft on its way: kept in this tab while the viewer is with the provider, and taken up once when they come back. */
import type { Pair } from '../../events/pair.js';

const KEY = 'relata-introduction';

export interface KeptDraft {
  /** Where the viewer was. */
  place: string;
  pair: Pair;
  subject: string;
  body: string;
  idempotencyKey: string;
}

export const here = () => location.pathname + location.search;

export function keepDraft(draft: KeptDraft) {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

/** The draft that was begun here; null when there is none. */
export function keptHere(): KeptDraft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as KeptDraft | null;
    return draft?.place === here() ? draft : null;
  } catch {
    return null;
  }
}

export function forgetDraft() {
  sessionStorage.removeItem(KEY);
}
