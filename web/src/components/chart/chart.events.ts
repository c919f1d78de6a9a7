/** The viewer chose a point of a chart: a bar, a bubble. */
export class PointEvent extends Event {
  constructor(
    /** Which of the option's series. */
    readonly series: number,
    /** Which of the series' data. */
    readonly index: number,
  ) {
    super('relata-point', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'relata-point': PointEvent;
  }
}
