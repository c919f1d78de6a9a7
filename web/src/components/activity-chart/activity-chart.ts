import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Activities } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { day } from '../../wording/time.js';
import type { ChartTable } from '../chart/chart.js';
import type { ChartOption } from '../chart/echarts.js';
import { optionOf, tableOf } from './series.js';
import { styles } from './activity-chart.styles.js';
import '../chart/chart.js';
import '../week-timeline/week-timeline.js';

/**
 * @summary What happened around a record: per day by type, and per week by who started it. Silence is a gap.
 */
@customElement('relata-activity-chart')
export class RelataActivityChart extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) activities: Activities | null = null;

  private option: ChartOption = {};
  private table: ChartTable = { columns: [], rows: [] };

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('activities') || this.activities === null) return;
    this.option = optionOf(this.activities);
    this.table = tableOf(this.activities);
  }

  render() {
    if (this.activities === null) return nothing;
    const { from, until, days, weeks } = this.activities;
    if (days.length === 0) return html`<p>${t('activities.none', { from: day(from), until: day(until) })}</p>`;
    return html`
      <h3>${t('activities.days')}</h3>
      <relata-chart .label=${t('activities.days')} .option=${this.option} .table=${this.table}></relata-chart>
      <h3>${t('activities.weeks')}</h3>
      <relata-week-timeline .weeks=${weeks}></relata-week-timeline>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-activity-chart': RelataActivityChart;
  }
}
