import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Pipeline } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { money } from '../../wording/money.js';
import { outside } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { mostUrgent } from './urgency.js';
import { styles } from './attention.styles.js';
import '../grade/grade.js';

/**
 * @summary Which opportunities of the pipeline deserve a look first: large, weak, and soon to close. Nothing where none
 * does.
 */
@customElement('relata-attention')
export class RelataAttention extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) pipeline: Pipeline | null = null;

  render() {
    const urgent = this.pipeline === null ? [] : mostUrgent(this.pipeline);
    if (urgent.length === 0) return nothing;
    return html`
      <h2>${t('attention.title')}</h2>
      <p class="faint">${t('attention.why')}</p>
      <ol>
        ${urgent.map(
          ({ id, name, revenue, currency, close_on, health }) => html`
            <li>
              <a href=${hrefOfRecord(id)}>${outside(name)}</a>
              <span class="faint">${money(revenue ?? 0, currency)} · ${t('card.close', { day: day(close_on) })}</span>
              <relata-grade inline .state=${health.state} .score=${health.score} .trend=${health.trend}></relata-grade>
            </li>
          `,
        )}
      </ol>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-attention': RelataAttention;
  }
}
