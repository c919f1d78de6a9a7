import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Kpis } from '../../api/types.js';
import { getKpis } from '../../api/kpis.js';
import type { PeriodEvent } from '../../components/period-picker/period-picker.events.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { widget } from '../../styles/widget.styles.js';
import { day } from '../../wording/time.js';
import { Embeddable } from '../embeddable.js';
import { styles } from './kpis.styles.js';
import '../../components/basis/basis.js';
import '../../components/kpi-cards/kpi-cards.js';
import '../../components/kpi-summary/kpi-summary.js';
import '../../components/period-picker/period-picker.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

/**
 * @summary What both sides of a record do for each other: what stands out in sentences, and the key figures, over a
 * period that the viewer can change.
 *
 * ```html
 * <relata-kpis server="https://relata.example.org" record="C-1" days="90"></relata-kpis>
 * ```
 *
 * Every custom property of `styles/tokens.css` can be set on the element; light or dark is the page's `color-scheme`.
 *
 * @slot - Between the sentences and the key figures.
 * @event {PeriodEvent} relata-period - The viewer chose another period.
 * @csspart card - The frame around the sentences.
 */
@customElement('relata-kpis')
export class RelataKpis extends Embeddable {
  static styles = [tokens, base, widget, styles];

  /** How many days the figures are of, 7 to 730. */
  @property({ type: Number }) days = 90;

  private readonly kpis = new Task(this, {
    task: async ([server, record, days], { signal }) => {
      if (!record) throw new Error(t('kpis.no_record'));
      return { record, kpis: await getKpis(server, record, days, signal) };
    },
    args: () => [this.from, this.record, this.days] as const,
  });

  render() {
    return html`
      <section part="card" aria-label=${t('kpis.label')}>
        <div class="heading">
          <h2>${t('summary.title')}</h2>
          <relata-period-picker .label=${t('kpis.label')} .period=${{ days: this.days }} @relata-period=${this.chosen}></relata-period-picker>
        </div>
        ${this.kpis.render({
          pending: () => (this.shown ? this.summary(this.shown) : html`<relata-skeleton .label=${t('kpis.loading')} .rows=${2}></relata-skeleton>`),
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${this.retry}></relata-problem>`,
          complete: ({ kpis }) => this.summary(kpis),
        })}
      </section>
      <slot></slot>
      ${this.kpis.render({
        pending: () => this.cards(this.shown),
        complete: ({ kpis }) => this.cards(kpis),
      })}
    `;
  }

  /** What the same record showed before another period was asked for, so that nothing jumps meanwhile. */
  private get shown(): Kpis | null {
    const last = this.kpis.value;
    return last?.record === this.record ? last.kpis : null;
  }

  private cards(kpis: Kpis | null) {
    return kpis === null ? nothing : html`<relata-kpi-cards .kpis=${kpis}></relata-kpi-cards>`;
  }

  private summary(kpis: Kpis) {
    return html`
      <relata-kpi-summary .sentences=${kpis.summary}></relata-kpi-summary>
      <div>
        <p class="faint">${t('kpis.window', { from: day(kpis.from), until: day(kpis.until) })}</p>
        <relata-basis .accuracy=${kpis.accuracy} .missing=${kpis.missing} .computedAt=${kpis.computed_at}></relata-basis>
      </div>
    `;
  }

  private chosen({ period }: PeriodEvent) {
    if ('days' in period) this.days = period.days;
  }

  private retry() {
    void this.kpis.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-kpis': RelataKpis;
  }
}
