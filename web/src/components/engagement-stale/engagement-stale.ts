import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Stale } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { styles } from './engagement-stale.styles.js';

/**
 * @summary Accounts without email and meeting for long, each with how long.
 */
@customElement('relata-engagement-stale')
export class RelataEngagementStale extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) stale: Stale | null = null;
  @property({ type: Number }) days = 60;

  render() {
    if (this.stale === null) return nothing;
    const { accounts, suppressed } = this.stale;
    return html`
      ${accounts.length === 0
        ? html`<p>${t('stale.none', { count: this.days })}</p>`
        : html`<ul>
            ${accounts.map(
              (it) => html`
                <li>
                  <a href=${hrefOfRecord(it.id)}>${outside(it.name)}</a>
                  <span class="faint">${since('email', it.days_since_email)} · ${since('meeting', it.days_since_meeting)}</span>
                </li>
              `,
            )}
          </ul>`}
      ${suppressed > 0 ? html`<p class="faint">${t('stale.suppressed', { count: suppressed })}</p>` : nothing}
    `;
  }
}

const since = (kind: 'email' | 'meeting', days: number | null) =>
  days === null ? t(`stale.${kind}.never`) : t(`stale.${kind}`, { count: Math.round(days) });

declare global {
  interface HTMLElementTagNameMap {
    'relata-engagement-stale': RelataEngagementStale;
  }
}
