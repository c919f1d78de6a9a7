import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getActivities, type Period } from '../api/activities.js';
import type { Activities } from '../api/types.js';
import type { PeriodEvent } from '../components/period-picker/period-picker.events.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { widget } from '../styles/widget.styles.js';
import { SERVER } from './server.js';
import '../components/activity-chart/activity-chart.js';
import '../components/period-picker/period-picker.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary What happened around a record, over any period.
 */
@customElement('relata-record-activities')
export class RelataRecordActivities extends LitElement {
  static styles = [base, page, widget];

  @property() record = '';
  @state() private period: Period = { days: 60 };

  private readonly activities = new Task(this, {
    task: async ([record, period], { signal }) => ({ record, activities: await getActivities(SERVER, record, period, signal) }),
    args: () => [this.record, this.period] as const,
  });

  render() {
    return html`
      <section aria-labelledby="activities">
        <div class="heading">
          <h2 id="activities">${t('activities.title')}</h2>
          <relata-period-picker custom .label=${t('activities.title')} .period=${this.period} .shown=${this.shown} @relata-period=${this.chosen}></relata-period-picker>
        </div>
        ${this.activities.render({
          pending: () => (this.shown ? chart(this.shown) : html`<relata-skeleton .label=${t('activities.loading')}></relata-skeleton>`),
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.activities.run()}></relata-problem>`,
          complete: ({ activities }) => chart(activities),
        })}
      </section>
    `;
  }

  /** What the same record showed before another period was asked for, so that nothing jumps meanwhile. */
  private get shown(): Activities | null {
    const last = this.activities.value;
    return last?.record === this.record ? last.activities : null;
  }

  private chosen({ period }: PeriodEvent) {
    this.period = period;
  }
}

const chart = (activities: Activities) => html`<relata-activity-chart .activities=${activities}></relata-activity-chart>`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-activities': RelataRecordActivities;
  }
}
