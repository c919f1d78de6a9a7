import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Privacy } from '../../api/types.js';
import { LOCALE, t, type Key } from '../../locales/t.js';
import en from '../../locales/en.json';
import { base } from '../../styles/base.styles.js';
import { plain } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { styles } from './engagement-privacy.styles.js';

/**
 * @summary How account engagement protects people: how many must take part, what each release costs of a yearly budget,
 * how much is spent, and how exact the figures therefore are.
 */
@customElement('relata-engagement-privacy')
export class RelataEngagementPrivacy extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) privacy: Privacy | null = null;

  render() {
    if (this.privacy === null) return nothing;
    const { minimum_group, accuracy } = this.privacy;
    return html`
      <h2>${t('privacy.title')}</h2>
      <p>${t('privacy.group', { count: minimum_group })}</p>
      ${this.budget(this.privacy)} ${accuracy.length === 0 ? nothing : this.accuracy(accuracy)}
    `;
  }

  private budget({ budget: { epsilon_spent, epsilon_total, year, renews_on }, epsilon_per_release }: Privacy) {
    const spent = t('privacy.spent', { spent: exact(epsilon_spent), total: exact(epsilon_total), year: String(year) });
    const share = epsilon_total > 0 ? Math.min(100, (100 * epsilon_spent) / epsilon_total) : 100;
    // Losses add up, their epsilons do not; so what is left is no number of releases.
    const isEmpty = epsilon_total > 0 && epsilon_spent >= epsilon_total * NEARLY_ALL;
    // Before the first release of a level nobody knows what one costs.
    const isPriced = epsilon_per_release > 0;
    return html`
      <p>${t('privacy.noise')} ${isPriced ? t('privacy.price', { epsilon: exact(epsilon_per_release) }) : t('privacy.price.unknown')}</p>
      <div class="budget">
        <div
          class="meter ${isEmpty ? 'empty' : ''}"
          role="meter"
          aria-label=${t('privacy.budget')}
          aria-valuemin="0"
          aria-valuemax=${epsilon_total}
          aria-valuenow=${Math.min(epsilon_spent, epsilon_total)}
          aria-valuetext=${spent}
        >
          <span .style=${`width: ${share}%`}></span>
        </div>
        <p><strong>${spent}</strong> ${t(isEmpty ? 'privacy.empty' : 'privacy.renews', { day: day(renews_on) })}</p>
      </div>
    `;
  }

  private accuracy(accuracy: Privacy['accuracy']) {
    return html`
      <details>
        <summary>${t('privacy.accuracy')}</summary>
        <p>${t('privacy.accuracy.why')}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('privacy.measure')}</th>
              <th scope="col">${t('privacy.half_width')}</th>
            </tr>
          </thead>
          <tbody>
            ${accuracy.map((it) => html`<tr><th scope="row">${measureInWords(it.measure)}</th><td>± ${exact(it.half_width_95)}</td></tr>`)}
          </tbody>
        </table>
      </details>
    `;
  }
}

/** Parts of a budget, added up again, may differ from it in the last bits. */
const NEARLY_ALL = 0.999;

/** By its name in the answer where we have words for it. */
function measureInWords(measure: string): string {
  const key = `measure.${measure}`;
  return Object.hasOwn(en, key) ? t(key as Key) : plain(measure);
}

const figures = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const exact = (value: number) => figures.format(value);

declare global {
  interface HTMLElementTagNameMap {
    'relata-engagement-privacy': RelataEngagementPrivacy;
  }
}
