import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Kpis, Side } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { figures } from '../../styles/figures.styles.js';
import { duration } from '../../wording/duration.js';
import { both, figure, share } from '../../wording/figure.js';
import type { Amount, SidesRow } from '../sides/sides.js';
import { styles } from './response-times.styles.js';
import '../sides/sides.js';

/**
 * @summary How long each side takes to answer the other, and how often it does; by the clock or in business hours.
 */
@customElement('relata-response-times')
export class RelataResponseTimes extends LitElement {
  static styles = [base, figures, styles];

  @property({ attribute: false }) kpis: Kpis | null = null;
  @state() private business = false;

  render() {
    if (this.kpis === null) return nothing;
    const { us, them, similar } = this.kpis;
    const isSilent = us.response.count === 0 && them.response.count === 0 && us.asked === 0 && them.asked === 0;
    return html`
      <div class="heading">
        <h3>${t('response.title')}</h3>
        ${isSilent ? nothing : this.hours()}
      </div>
      ${isSilent && !similar
        ? html`<p>${t('response.none')}</p>`
        : html`
            <relata-sides .label=${t('response.title')} .rows=${this.rows(this.kpis)} .deals=${similar?.deals ?? null}></relata-sides>
            <p class="faint">
              ${us.response.count + them.response.count === 0 ? nothing : t('response.how', { us: us.response.count, them: them.response.count })}
              ${t('response.answered.how')}
            </p>
          `}
    `;
  }

  private hours() {
    return html`
      <label>
        <input type="checkbox" .checked=${this.business} @change=${() => (this.business = !this.business)} />
        ${t('response.business')}
      </label>
    `;
  }

  private rows({ us, them, similar }: Kpis): SidesRow[] {
    const mean = this.business ? 'business_mean_hours' : 'mean_hours';
    const median = this.business ? 'business_median_hours' : 'median_hours';
    const medians = similar && both(figure(similar.response_us_hours, duration), figure(similar.response_them_hours, duration));
    const rates = similar && both(share(similar.response_rate_us), share(similar.response_rate_them));
    return [
      { label: t('response.mean'), us: took(us.response[mean]), them: took(them.response[mean]) },
      { label: t('response.median'), us: took(us.response[median]), them: took(them.response[median]), similar: this.business ? null : medians },
      { label: t('response.answered'), us: answered(us), them: answered(them), similar: rates },
      { label: t('response.replies'), us: { text: number(us.replies), size: null }, them: { text: number(them.replies), size: null } },
    ];
  }
}

const took = (hours: number | null): Amount => ({ text: figure(hours, duration), size: hours });

function answered({ asked, answered: count, response_rate }: Side): Amount {
  if (response_rate === null) return { text: t('figure.none'), size: null };
  return { text: `${share(response_rate)} (${t('figure.of', { count, total: asked })})`, size: null };
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-response-times': RelataResponseTimes;
  }
}
