import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getConsent } from '../../api/consent.js';
import { getViewer } from '../../api/overview.js';
import type { Consent } from '../../api/types.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { day, dayCount } from '../../wording/time.js';
import { styles } from './consent-banner.styles.js';

const DISMISSED = 'relata-consent-banner';

/**
 * @summary Until consent is given, says that it is missing, what happens without it and when. Who can act is led there; anybody
 * else may put it away until the browser is closed.
 */
@customElement('relata-consent-banner')
export class RelataConsentBanner extends LitElement {
  static styles = [base, controls, styles];

  @property() server = '';
  @state() private isDismissed = sessionStorage.getItem(DISMISSED) !== null;

  /** Whoever may not ask is not told. */
  private readonly stage = new Task(this, {
    task: async ([server], { signal }) => {
      const [{ rights }, consent] = await Promise.all([getViewer(server, signal), getConsent(server, signal).catch(() => null)]);
      return { rights, consent };
    },
    args: () => [this.server] as const,
  });

  render() {
    const { rights = [], consent = null } = this.stage.value ?? {};
    const mayAct = rights.includes('give_consent') || rights.includes('manage_insights');
    if (consent === null || !isMissing(consent, mayAct) || (this.isDismissed && !mayAct)) return nothing;
    return html`
      <section role="status">
        <p><strong>${t(`banner.${consent.state}`, { left: consent.days_left === null ? '' : dayCount(consent.days_left) })}</strong> ${this.next(consent)}</p>
        ${mayAct
          ? html`<a class="button" href=${hrefOfSettings('consent')}>${t('banner.act')}</a>`
          : html`<button class="button subtle icon" aria-label=${t('banner.dismiss')} title=${t('banner.dismiss')} @click=${this.dismiss}>${closeIcon}</button>`}
      </section>
    `;
  }

  private next({ state, lapses_at }: Consent) {
    return t(`banner.${state as Missing}.next`, { day: lapses_at ? day(lapses_at) : '' });
  }

  private dismiss() {
    sessionStorage.setItem(DISMISSED, 'true');
    this.isDismissed = true;
  }
}

type Missing = 'off' | 'awaiting' | 'lapsed';

/** While it is off, it is a matter for those who may turn it on. */
function isMissing(consent: Consent, mayAct: boolean): consent is Consent & { state: Missing } {
  return consent.state === 'awaiting' || consent.state === 'lapsed' || (consent.state === 'off' && mayAct);
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-banner': RelataConsentBanner;
  }
}
