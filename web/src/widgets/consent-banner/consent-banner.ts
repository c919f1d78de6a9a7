import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getViewer } from '../../api/overview.js';
import type { Enabling } from '../../api/types.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { day, dayCount } from '../../wording/time.js';
import { styles } from './consent-banner.styles.js';

const DISMISSED = 'relata-consent-banner';

/**
 * @summary While no consent is in force, says so to everybody: what happens without it, and when. Who can act is led there;
 * anybody else may put it away until the browser is closed.
 */
@customElement('relata-consent-banner')
export class RelataConsentBanner extends LitElement {
  static styles = [base, controls, styles];

  @property() server = '';
  @property({ attribute: false }) enabling: Enabling | null = null;
  @state() private isDismissed = sessionStorage.getItem(DISMISSED) !== null;

  private readonly viewer = new Task(this, { task: ([server], { signal }) => getViewer(server, signal), args: () => [this.server] as const });

  render() {
    const { enabling } = this;
    const viewer = this.viewer.value;
    if (!enabling || !viewer) return nothing;
    const mayAct = viewer.rights.includes('give_consent') || viewer.rights.includes('manage_insights');
    if (!isMissing(enabling, mayAct) || (this.isDismissed && !mayAct)) return nothing;
    const { state, days_left, lapses_at } = enabling;
    return html`
      <section role="status">
        <p>
          <strong>${t(`banner.${state}`, { left: days_left === null ? '' : dayCount(days_left) })}</strong>
          ${t(`banner.${state}.next`, { day: lapses_at ? day(lapses_at) : '' })}
        </p>
        ${mayAct
          ? html`<a class="button" href=${hrefOfSettings('consent')}>${t('banner.act')}</a>`
          : html`<button class="button subtle icon" aria-label=${t('banner.dismiss')} title=${t('banner.dismiss')} @click=${this.dismiss}>${closeIcon}</button>`}
      </section>
    `;
  }

  private dismiss() {
    sessionStorage.setItem(DISMISSED, 'true');
    this.isDismissed = true;
  }
}

type Missing = Exclude<Enabling['state'], 'consented'>;

/** While it is off, it is a matter for those who may turn it on. */
function isMissing(enabling: Enabling, mayAct: boolean): enabling is Enabling & { state: Missing } {
  return enabling.state === 'off' ? mayAct : enabling.state !== 'consented';
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-banner': RelataConsentBanner;
  }
}
