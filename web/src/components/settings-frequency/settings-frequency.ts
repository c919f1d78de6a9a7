import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnalyticsSettings, Expected } from '../../api/types.js';
import { KINDS } from '../../api/record-query.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import { fieldset } from '../analytics-settings/fieldset.styles.js';
import { styles } from './settings-frequency.styles.js';

type Frequency = AnalyticsSettings['frequency'];

const EXPECTED: Expected[] = ['learnt', 'weekly', 'biweekly', 'monthly', 'bimonthly', 'quarterly'];

/**
 * @summary How often there should be contact: for the organisation, and where it differs, per kind of record and per
 * stage of an opportunity. Or what each relationship itself is used to.
 *
 * @event {SettingsEvent} relata-settings - The viewer expects something else.
 */
@customElement('relata-settings-frequency')
export class RelataSettingsFrequency extends LitElement {
  static styles = [base, controls, select, fieldset, styles];

  @property({ attribute: false }) frequency: Frequency = { default: 'learnt', contact: null, lead: null, opportunity: null, account: null, stages: [] };

  render() {
    const { frequency } = this;
    return html`
      <fieldset>
        <legend>${t('settings.frequency')}</legend>
        <p class="why">${t('settings.frequency.why')}</p>
        <div class="choices">
          <label class="field all">${t('frequency.default')} ${this.choice('default', frequency.default, false)}</label>
          ${KINDS.map((it) => html`<label class="field">${t(`kinds.${it}`)} ${this.choice(it, frequency[it], true)}</label>`)}
        </div>
        <div class="stages" role="group" aria-labelledby="stages">
          <p id="stages">${t('frequency.stages')}</p>
          ${frequency.stages.map((it, index) => this.stage(it, index))}
          <button type="button" class="button" @click=${() => this.stages([...frequency.stages, { stage: '', expected: 'weekly' }])}>${t('frequency.add')}</button>
        </div>
      </fieldset>
    `;
  }

  private choice(name: keyof Frequency, expected: Expected | null, mayFollow: boolean) {
    return html`
      <select data-name=${name} @change=${(event: Event) => this.change({ [name]: valueOf(event) || null })}>
        ${mayFollow ? html`<option value="" .selected=${expected === null}>${t('frequency.follow')}</option>` : nothing}
        ${EXPECTED.map((it) => html`<option value=${it} .selected=${it === expected}>${t(`frequency.${it}`)}</option>`)}
      </select>
    `;
  }

  private stage({ stage, expected }: Frequency['stages'][number], index: number) {
    const { stages } = this.frequency;
    const replaced = (changed: Partial<Frequency['stages'][number]>) => stages.map((it, at) => (at === index ? { ...it, ...changed } : it));
    return html`
      <div class="stage">
        <label class="field">
          <span class="visually-hidden">${t('pipeline.stage')}</span>
          <input type="text" maxlength="100" placeholder=${t('frequency.stage')} .value=${stage} @change=${(event: Event) => this.stages(replaced({ stage: valueOf(event).trim() }))} />
        </label>
        <label class="field">
          <span class="visually-hidden">${t('frequency.of', { stage: stage || t('frequency.stage') })}</span>
          <select @change=${(event: Event) => this.stages(replaced({ expected: valueOf(event) as Expected }))}>
            ${EXPECTED.map((it) => html`<option value=${it} .selected=${it === expected}>${t(`frequency.${it}`)}</option>`)}
          </select>
        </label>
        <button type="button" class="button subtle" aria-label=${t('frequency.remove.of', { stage: stage || t('frequency.stage') })}
          @click=${() => this.stages(stages.filter((_, at) => at !== index))}>${t('frequency.remove')}</button>
      </div>
    `;
  }

  private stages(stages: Frequency['stages']) {
    this.change({ stages });
  }

  private change(changed: Partial<Frequency>) {
    this.dispatchEvent(new SettingsEvent({ frequency: { ...this.frequency, ...changed } }));
  }
}

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-frequency': RelataSettingsFrequency;
  }
}
