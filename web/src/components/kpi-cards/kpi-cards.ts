import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Kpis } from '../../api/types.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './kpi-cards.styles.js';
import '../email-engagement/email-engagement.js';
import '../interactions/interactions.js';
import '../investment/investment.js';
import '../ratio/ratio.js';
import '../response-times/response-times.js';

/**
 * @summary The key figures of both sides, a card each, as many beside one another as there is room for.
 *
 * @csspart card - One of the cards.
 */
@customElement('relata-kpi-cards')
export class RelataKpiCards extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) kpis: Kpis | null = null;

  render() {
    if (this.kpis === null) return nothing;
    return html`
      <relata-interactions part="card" .kpis=${this.kpis}></relata-interactions>
      <relata-response-times part="card" .kpis=${this.kpis}></relata-response-times>
      <relata-investment part="card" .kpis=${this.kpis}></relata-investment>
      <div part="card">
        <relata-ratio .kpis=${this.kpis}></relata-ratio>
        <relata-email-engagement .engagement=${this.kpis.engagement}></relata-email-engagement>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-kpi-cards': RelataKpiCards;
  }
}
