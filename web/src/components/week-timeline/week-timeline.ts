import { LitElement, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ActivityWeek } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { day } from '../../wording/time.js';
import { styles } from './week-timeline.styles.js';

/** Units of the drawing: a bar's width, and how far the longest reaches from the middle. */
const WIDTH = 7;
const STEP = 10;
const REACH = 38;

/**
 * @summary What each side started, week by week: ours upwards and solid, theirs downwards and hollow. A gap is silence.
 * The same figures are a table behind it.
 */
@customElement('relata-week-timeline')
export class RelataWeekTimeline extends LitElement {
  static styles = [base, styles];

  /** Oldest first. */
  @property({ attribute: false }) weeks: ActivityWeek[] = [];

  render() {
    const { weeks } = this;
    const [first] = weeks;
    const last = weeks.at(-1);
    if (!first || !last) return null;
    const longest = Math.max(1, ...weeks.flatMap(({ us, them }) => [us, them]));
    const length = (count: number) => (count / longest) * REACH;
    return html`
      <div class="plot">
        <span class="side" aria-hidden="true">${t('side.us')}</span>
        <svg viewBox="0 -40 ${weeks.length * STEP} 80" preserveAspectRatio="none" aria-hidden="true">
          ${weeks.map(({ us, them }, index) => [
            us > 0 ? svg`<rect class="us" x=${index * STEP + 1.5} y=${-length(us)} width=${WIDTH} height=${length(us)} />` : null,
            them > 0 ? svg`<rect class="them" x=${index * STEP + 1.5} y="0" width=${WIDTH} height=${length(them)} />` : null,
          ])}
          <path d="M0 0H${weeks.length * STEP}" />
        </svg>
        <span class="side" aria-hidden="true">${t('side.them')}</span>
      </div>
      <p class="days faint" aria-hidden="true"><span>${day(first.from)}</span><span>${day(last.from)}</span></p>
      <details>
        <summary>${t('chart.table')}</summary>
        ${this.table()}
      </details>
    `;
  }

  private table() {
    return html`
      <table>
        <caption class="visually-hidden">
          ${t('activities.weeks')}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('activities.week')}</th>
            <th scope="col">${t('side.us')}</th>
            <th scope="col">${t('side.them')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.weeks.map(({ from, us, them }) => html`<tr><th scope="row">${day(from)}</th><td>${us}</td><td>${them}</td></tr>`)}
        </tbody>
      </table>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-week-timeline': RelataWeekTimeline;
  }
}
