import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Kpis } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { figures } from '../../styles/figures.styles.js';
import { hoursSpent } from '../../wording/duration.js';
import { both } from '../../wording/figure.js';
import type { Amount } from '../sides/sides.js';
import '../sides/sides.js';

/**
 * @summary The hours that both sides spend on each other, and how they are estimated.
 */
@customElement('relata-investment')
export class RelataInvestment extends LitElement {
  static styles = [base, figures];

  @property({ attribute: false }) kpis: Kpis | null = null;

  render() {
    if (this.kpis === null) return nothing;
    const { similar } = this.kpis;
    const rows = [
      {
        label: t('investment.week'),
        us: spent(this.kpis.team_hours_per_week),
        them: spent(this.kpis.customer_hours_per_week),
        similar: similar && both(hoursSpent(similar.team_hours_per_week), hoursSpent(similar.customer_hours_per_week)),
      },
      { label: t('investment.whole'), us: inAll(this.kpis.team_minutes), them: inAll(this.kpis.customer_minutes) },
    ];
    return html`
      <h3>${t('investment.title')}</h3>
      <relata-sides .label=${t('investment.title')} .rows=${rows} .deals=${similar?.deals ?? null}></relata-sides>
      <p class="faint">${t('investment.how')}</p>
    `;
  }
}

const spent = (hours: number): Amount => ({ text: hoursSpent(hours), size: hours });

const inAll = (minutes: number): Amount => ({ text: hoursSpent(minutes / 60), size: null });

declare global {
  interface HTMLElementTagNameMap {
    'relata-investment': RelataInvestment;
  }
}
