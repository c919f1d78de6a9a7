import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EngagementHistory } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { period } from '../../wording/period.js';
import { chartsOf, type Small } from './charts.js';
import { styles } from './engagement-history.styles.js';
import '../chart/chart.js';

/**
 * @summary How the measures of one account went from period to period, a small chart for each pair of measures. Periods
 * that are not shown leave a gap, and it is said why.
 */
@customElement('relata-engagement-history')
export class RelataEngagementHistory extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) history: EngagementHistory | null = null;

  private charts: Small[] = [];

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('history') && this.history !== null) this.charts = chartsOf(this.history);
  }

  render() {
    if (this.history === null) return nothing;
    const { rows, level } = this.history;
    if (rows.length === 0) return html`<p>${t('engagement.history.none')}</p>`;
    if (rows.length === 1) return html`<p class="faint">${t('engagement.history.one')}</p>`;
    const hidden = rows.filter(({ suppressed }) => suppressed !== null);
    return html`
      <div class="charts">
        ${this.charts.map(
          ({ label, legend, option, table }) => html`
            <figure>
              <figcaption>
                ${label} ${legend.map((it, index) => html`<span class="key"><i class="side-${index}"></i>${it}</span>`)}
              </figcaption>
              <relata-chart .label=${label} .option=${option} .table=${table}></relata-chart>
            </figure>
          `,
        )}
      </div>
      ${hidden.map(({ start, suppressed }) => html`<p class="faint">${period(level, start)}: ${sentence(suppressed ?? '')}</p>`)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-engagement-history': RelataEngagementHistory;
  }
}
