import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Kpis } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { figures } from '../../styles/figures.styles.js';
import { both, ratio } from '../../wording/figure.js';
import { styles } from './ratio.styles.js';

/** A side that writes less than half as often as the other may need attention. */
const LOW = 0.5;

/**
 * @summary How many emails each side writes to one of the other's.
 */
@customElement('relata-ratio')
export class RelataRatio extends LitElement {
  static styles = [base, figures, styles];

  @property({ attribute: false }) kpis: Kpis | null = null;

  render() {
    if (this.kpis === null) return nothing;
    const { us, them, similar } = this.kpis;
    const emails = us.emails + them.emails;
    return html`
      <h3>${t('ratio.title')}</h3>
      ${emails === 0 ? html`<p>${t('ratio.none')}</p>` : this.split(us.emails / emails)}
      <dl>
        ${this.side('by_us', 'ours', us.ratio)} ${this.side('by_them', 'theirs', them.ratio)}
        ${similar ? html`<div><dt>${t('side.similar')}</dt><dd>${averageRatio(similar)}</dd></div>` : nothing}
      </dl>
      ${low(us.ratio, us.emails < them.emails, 'us')} ${low(them.ratio, them.emails < us.emails, 'them')}
    `;
  }

  private split(ours: number) {
    return html`
      <div class="split" aria-hidden="true">
        <span class="us" .style=${`flex-grow: ${ours}`}></span><span class="them" .style=${`flex-grow: ${1 - ours}`}></span>
      </div>
    `;
  }

  private side(by: 'by_us' | 'by_them', how: 'ours' | 'theirs', value: number | null) {
    if (this.kpis?.us.emails === 0 && this.kpis.them.emails === 0) return nothing;
    return html`<div><dt title=${t(`ratio.${how}`)}><span class="swatch ${by}" aria-hidden="true"></span>${t(`ratio.${by}`)}</dt><dd>${ratio(value)}</dd></div>`;
  }
}

function averageRatio({ emails_us, emails_them }: { emails_us: number; emails_them: number }): string {
  const of = (one: number, other: number) => ratio(other === 0 ? null : one / other);
  return both(of(emails_us, emails_them), of(emails_them, emails_us));
}

const low = (value: number | null, isLess: boolean, side: 'us' | 'them') =>
  isLess && value !== null && value < LOW ? html`<p class="faint">${t(`ratio.low.${side}`)}</p>` : nothing;

declare global {
  interface HTMLElementTagNameMap {
    'relata-ratio': RelataRatio;
  }
}
