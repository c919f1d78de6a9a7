import { Task } from '@lit/task';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getActivities } from '../../api/activities.js';
import type { Activities } from '../../api/types.js';
import type { PeriodEvent } from '../../components/period-picker/period-picker.events.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { widget } from '../../styles/widget.styles.js';
import { day } from '../../wording/time.js';
import { Embeddable } from '../embeddable.js';
import '../../components/period-picker/period-picker.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';
import '../../components/week-timeline/week-timeline.js';

/**
 * @summary What each side of a record started, week by week, over a period that the viewer can change.
 *
 * ```html
 * <relata-timeline server="https://relata.example.org" record="C-1" days="180"></relata-timeline>
 * ```
 *
 * Every custom property of `styles/tokens.css` can be set on the element; light or dark is the page's `color-scheme`.
 *
 * @event {PeriodEvent} relata-period - The viewer chose another period.
 * @csspart card - The frame around it all.
 */
@customElement('relata-timeline')
export class RelataTimeline extends Embeddable {
  static styles = [tokens, base, widget];

  /** How many days are shown. */
  @property({ type: Number }) days = 180;

  private readonly activities = new Task(this, {
    task: async ([server, record, days], { signal }) => {
      if (!record) throw new Error(t('timeline.no_record'));
      return { record, activities: await getActivities(server, record, { days }, signal) };
    },
    args: () => [this.from, this.record, this.days] as const,
  });

  render() {
    return html`
      <section part="card" aria-label=${t('timeline.title')}>
        <div class="heading">
          <h2>${t('timeline.title')}</h2>
          <relata-period-picker .label=${t('timeline.title')} .period=${{ days: this.days }} @relata-period=${this.chosen}></relata-period-picker>
        </div>
        ${this.activities.render({
          pending: () => this.shown() ?? html`<relata-skeleton .label=${t('activities.loading')} .rows=${2}></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${this.retry}></relata-problem>`,
          complete: ({ activities }) => this.weeks(activities),
        })}
      </section>
    `;
  }

  /** What the same record showed before another period was asked for, so that nothing jumps meanwhile. */
  private shown() {
    const last = this.activities.value;
    return last?.record === this.record ? this.weeks(last.activities) : null;
  }

  private weeks({ from, until, days, weeks }: Activities) {
    if (days.length === 0) return html`<p>${t('activities.none', { from: day(from), until: day(until) })}</p>`;
    return html`<relata-week-timeline .weeks=${weeks}></relata-week-timeline>`;
  }

  private chosen({ period }: PeriodEvent) {
    if ('days' in period) this.days = period.days;
  }

  private retry() {
    void this.activities.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-timeline': RelataTimeline;
  }
}
