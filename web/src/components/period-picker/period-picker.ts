import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Period } from '../../api/activities.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { PeriodEvent } from './period-picker.events.js';
import { styles } from './period-picker.styles.js';

const LENGTHS = [30, 60, 90, 180, 365, 730];
const CUSTOM = 'custom';

/**
 * @summary Which period to look at: one of the usual lengths, or from one day to another.
 *
 * @event {PeriodEvent} relata-period - The viewer wants another period.
 */
@customElement('relata-period-picker')
export class RelataPeriodPicker extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) period: Period = { days: 90 };
  /** Whether any two days can be chosen, too. */
  @property({ type: Boolean }) custom = false;
  /** The first and last day that are shown now, to start from when choosing others. */
  @property({ attribute: false }) shown: { from: string; until: string } | null = null;
  /** What the period is of, for a screen reader that meets several. */
  @property() label = '';

  @state() private asksDays = false;
  @state() private wrong = false;
  @query('[name=from]') private from!: HTMLInputElement;
  @query('[name=until]') private until!: HTMLInputElement;

  render() {
    const isCustom = this.asksDays || 'from' in this.period;
    const chosen = 'days' in this.period ? this.period.days : 0;
    return html`
      <select aria-label="${t('period.label')}: ${this.label}" @change=${this.chosen}>
        ${lengths(chosen).map((it) => html`<option value=${it} ?selected=${!isCustom && it === chosen}>${length(it)}</option>`)}
        ${this.custom ? html`<option value=${CUSTOM} ?selected=${isCustom}>${t('period.custom')}</option>` : nothing}
      </select>
      ${isCustom ? this.days() : nothing}
    `;
  }

  private days() {
    const { from = '', until = '' } = this.shown ?? {};
    const [first, last] = 'from' in this.period ? [this.period.from, this.period.to] : [from, until];
    return html`
      <form @submit=${this.submitted}>
        <label>${t('period.from')} <input type="date" name="from" required .value=${first} /></label>
        <label>${t('period.until')} <input type="date" name="until" required .value=${last} /></label>
        <button class="button">${t('period.show')}</button>
        ${this.wrong ? html`<p role="alert">${t('period.wrong')}</p>` : nothing}
      </form>
    `;
  }

  private chosen(event: Event) {
    const { value } = event.currentTarget as HTMLSelectElement;
    this.asksDays = value === CUSTOM;
    this.wrong = false;
    if (!this.asksDays) this.choose({ days: Number(value) });
  }

  private submitted(event: Event) {
    event.preventDefault();
    const period = { from: this.from.value, to: this.until.value };
    this.wrong = period.from > period.to;
    if (!this.wrong) this.choose(period);
  }

  private choose(period: Period) {
    this.period = period;
    this.dispatchEvent(new PeriodEvent(period));
  }
}

/** The usual lengths, and the one there is, should it be another. */
const lengths = (chosen: number) => (chosen === 0 || LENGTHS.includes(chosen) ? LENGTHS : [...LENGTHS, chosen].sort((a, b) => a - b));

function length(days: number): string {
  if (days === 365) return t('period.year');
  return days === 730 ? t('period.years') : t('period.days', { count: days });
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-period-picker': RelataPeriodPicker;
  }
}
