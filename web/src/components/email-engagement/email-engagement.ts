import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EmailEngagement } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { figures } from '../../styles/figures.styles.js';
import { share } from '../../wording/figure.js';
import { styles } from './email-engagement.styles.js';

/**
 * @summary How often followed emails were opened, their links followed and their attachments opened; approximate, and why.
 */
@customElement('relata-email-engagement')
export class RelataEmailEngagement extends LitElement {
  static styles = [base, figures, styles];

  @property({ attribute: false }) engagement: EmailEngagement | null = null;

  render() {
    if (this.engagement === null) return nothing;
    const { followed, open_rate, click_rate, attachment_rate } = this.engagement;
    if (followed === 0) return html`<h3>${t('engagement.email.title')}</h3><p>${t('engagement.email.none')}</p>`;
    return html`
      <div class="heading">
        <h3>${t('engagement.email.title')}</h3>
        <span class="tag">${t('engagement.email.approximate')}</span>
      </div>
      <dl>${this.rate('open', open_rate)} ${this.rate('click', click_rate)} ${this.rate('attachment', attachment_rate)}</dl>
      <p class="faint">${t('engagement.email.followed', { count: followed })} ${t('engagement.email.why')}</p>
    `;
  }

  private rate(what: 'open' | 'click' | 'attachment', value: number | null) {
    const width = `width: ${(value ?? 0) * 100}%`;
    return html`
      <div>
        <dt>${t(`engagement.email.${what}`)}</dt>
        <dd>${share(value)} <span class="track" aria-hidden="true"><span class="fill" .style=${width}></span></span></dd>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-email-engagement': RelataEmailEngagement;
  }
}
