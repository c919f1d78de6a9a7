import type { Period } from '../../api/activities.js';

/** The viewer wants to see another period. */
export class PeriodEvent extends Event {
  constructor(readonly period: Period) {
    super('relata-period', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-period': PeriodEvent;
  }
}
