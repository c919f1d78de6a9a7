import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Happening } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { outside, sentence } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { styles } from './consent-history.styles.js';

/**
 * @summary Who did what about enabling and consent, the newest first.
 */
@customElement('relata-consent-history')
export class RelataConsentHistory extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) history: Happening[] = [];

  render() {
    if (this.history.length === 0) return html`<p class="faint">${t('consent.history.none')}</p>`;
    return html`
      <ol>
        ${this.history.map(
          ({ at, by, what }) => html`
            <li>
              <span>${sentence(what)}</span>
              <span class="faint">${moment(at)} · ${outside(by)}</span>
            </li>
          `,
        )}
      </ol>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-history': RelataConsentHistory;
  }
}
