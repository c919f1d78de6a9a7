import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Consent } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { day, dayCount, moment } from '../../wording/time.js';
import type { Step } from '../steps/steps.js';
import { styles } from './consent-stage.styles.js';
import '../steps/steps.js';

/**
 * @summary Where the organisation stands: off, waiting for consent, lapsed, consented or withdrawn; since when, by whom, and
 * what happens next. Who may act finds the next action here.
 *
 * @event relata-enable - The viewer wants relationship intelligence on.
 * @event relata-disable - The viewer wants it off.
 * @event relata-give - The viewer wants to give consent.
 */
@customElement('relata-consent-stage')
export class RelataConsentStage extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) consent: Consent | null = null;
  /** The viewer may turn it on and off. */
  @property({ type: Boolean }) enabler = false;
  /** The viewer may give and withdraw consent. */
  @property({ type: Boolean }) consenter = false;

  render() {
    const { consent } = this;
    if (consent === null) return nothing;
    return html`
      <section class=${consent.state} aria-labelledby="stage">
        <h2 id="stage">${t(`consent.stage.${consent.state}`, { left: leftOf(consent) })}</h2>
        <p>${t(`consent.stage.${consent.state}.why`, { day: consent.lapses_at ? day(consent.lapses_at) : '' })}</p>
        ${consent.state === 'off' ? nothing : html`<relata-steps .label=${t('consent.stage.steps')} .steps=${stepsOf(consent)}></relata-steps>`}
        ${this.next(consent)}
      </section>
    `;
  }

  private next({ state, kinds }: Consent) {
    const isOff = state === 'off' || state === 'lapsed';
    const canGive = !isOff && kinds.some((it) => it.state !== 'granted');
    return html`
      <div class="actions">
        ${this.enabler && isOff ? this.button('relata-enable', state === 'off' ? 'consent.enable' : 'consent.enable.again', true) : nothing}
        ${this.consenter && canGive ? this.button('relata-give', 'consent.give', state === 'awaiting') : nothing}
        ${this.enabler && state !== 'off' ? this.button('relata-disable', 'consent.disable', false) : nothing}
      </div>
      ${isOff && !this.enabler ? html`<p class="faint">${t('consent.enable.who')}</p>` : nothing}
      ${state === 'awaiting' && !this.consenter ? html`<p class="faint">${t('consent.give.who')}</p>` : nothing}
    `;
  }

  private button(event: string, label: 'consent.enable' | 'consent.enable.again' | 'consent.give' | 'consent.disable', primary: boolean) {
    return html`<button class="button ${primary ? 'primary' : ''}" @click=${() => this.dispatchEvent(new Event(event))}>${t(label)}</button>`;
  }
}

const leftOf = ({ days_left }: Consent) => (days_left === null ? '' : dayCount(days_left));

function stepsOf(consent: Consent): Step[] {
  const { state, enabled } = consent;
  const begun: Step = { label: t('consent.step.enabled'), state: 'done', ...(enabled && { when: by(enabled.at, enabled.by) }) };
  return [begun, consentStep(consent), state === 'withdrawn' ? withdrawal(consent) : use(consent)];
}

function consentStep({ state, lapses_at, kinds }: Consent): Step {
  if (state === 'lapsed') return { label: t('consent.step.lapsed'), state: 'failed', ...(lapses_at && { when: moment(lapses_at) }) };
  if (state === 'awaiting') return { label: t('consent.step.awaiting'), state: 'now', ...(lapses_at && { when: t('clearing.by', { moment: moment(lapses_at) }) }) };
  const at = newest(kinds.map(({ since }) => since));
  const giver = kinds.find(({ since }) => since === at)?.by;
  return { label: t('consent.step.consented'), state: 'done', ...(at && { when: by(at, giver) }) };
}

function withdrawal({ kinds }: Consent): Step {
  const at = newest(kinds.map((it) => it.withdrawn_at));
  const taker = kinds.find((it) => it.withdrawn_at === at)?.by;
  return { label: t('consent.step.withdrawn'), state: 'done', ...(at && { when: by(at, taker) }) };
}

const use = ({ state }: Consent): Step => ({ label: t('consent.step.used'), state: state === 'consented' ? 'done' : 'ahead' });

const by = (at: string, name: string | null | undefined) => (name ? t('consent.when_by', { moment: moment(at), name }) : moment(at));

/** Times of the same form, so they compare as text. */
const newest = (times: (string | null)[]) => times.filter((it) => it !== null).sort().at(-1) ?? null;

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-stage': RelataConsentStage;
  }
}
