import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Weighed } from '../../api/types.js';
import { LOCALE, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import { fieldset } from '../analytics-settings/fieldset.styles.js';
import { styles } from './settings-influence.styles.js';

const KINDS: Weighed[] = ['email', 'meeting', 'call', 'task'];
const MOST_PERCENT = 50;
const STEP_PERCENT = 5;

/**
 * @summary How much each kind of contact counts for health: the same for all, or up to half more or less.
 *
 * @event {SettingsEvent} relata-settings - The viewer moved a slider.
 */
@customElement('relata-settings-influence')
export class RelataSettingsInfluence extends LitElement {
  static styles = [base, controls, fieldset, styles];

  @property({ attribute: false }) weights: Record<Weighed, number> = { email: 1, meeting: 1, call: 1, task: 1 };

  render() {
    return html`
      <fieldset>
        <legend>${t('settings.influence')}</legend>
        <p class="why">${t('settings.influence.why')}</p>
        ${KINDS.map((it) => this.slider(it))}
      </fieldset>
    `;
  }

  private slider(kind: Weighed) {
    const percent = percentOf(this.weights[kind]);
    return html`
      <label class="slider">
        <span>${t(`influence.${kind}`)}</span>
        <input
          type="range"
          min=${-MOST_PERCENT}
          max=${MOST_PERCENT}
          step=${STEP_PERCENT}
          data-kind=${kind}
          .value=${String(percent)}
          aria-valuetext=${inWords(percent)}
          @input=${(event: Event) => this.moved(kind, Number((event.target as HTMLInputElement).value))}
        />
        <output>${inWords(percent)}</output>
      </label>
    `;
  }

  private moved(kind: Weighed, percent: number) {
    this.dispatchEvent(new SettingsEvent({ weights: { ...this.weights, [kind]: 1 + percent / 100 } }));
  }
}

const percentOf = (weight: number) => Math.round((weight - 1) * 100);
const signed = new Intl.NumberFormat(LOCALE, { style: 'percent', signDisplay: 'exceptZero' });
const inWords = (percent: number) => (percent === 0 ? t('influence.same') : signed.format(percent / 100));

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-influence': RelataSettingsInfluence;
  }
}
