import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnalyticsSettings, SavedSettings } from '../../api/types.js';
import { LOCALE, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { moment } from '../../wording/time.js';
import { SaveEvent, type SettingsEvent } from './analytics-settings.events.js';
import { styles } from './analytics-settings.styles.js';
import { SMALLEST_GROUP, faultsOf } from './faults.js';
import { fieldset } from './fieldset.styles.js';
import '../settings-frequency/settings-frequency.js';
import '../settings-grades/settings-grades.js';
import '../settings-hours/settings-hours.js';
import '../settings-influence/settings-influence.js';

/**
 * @summary How analytics and health behave for everybody, as a form. Nothing changes before it is saved; what is wrong is
 * said in words beside the button.
 *
 * @event {SaveEvent} relata-save - The viewer wants the settings in force.
 */
@customElement('relata-analytics-settings')
export class RelataAnalyticsSettings extends LitElement {
  static styles = [base, controls, select, fieldset, styles];

  @property({ attribute: false }) settings: AnalyticsSettings | null = null;
  @property({ type: Boolean }) saving = false;
  /** What the last saving did. */
  @property({ attribute: false }) saved: Pick<SavedSettings, 'regraded' | 'milliseconds'> | null = null;
  /** Why the last saving failed, in the server's words. */
  @property() refusal = '';

  @state() private draft: AnalyticsSettings | null = null;
  @state() private faults: string[] = [];

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('settings')) this.undo();
  }

  render() {
    const { draft } = this;
    if (draft === null) return nothing;
    return html`
      <form novalidate @submit=${this.submitted}>
        <fieldset>
          <legend>${t('settings.health')}</legend>
          ${this.tick('health_shown', draft.health_shown)}
        </fieldset>
        <relata-settings-grades .grades=${draft.grades} @relata-settings=${this.changed}></relata-settings-grades>
        <relata-settings-influence .weights=${draft.weights} @relata-settings=${this.changed}></relata-settings-influence>
        <relata-settings-frequency .frequency=${draft.frequency} @relata-settings=${this.changed}></relata-settings-frequency>
        <relata-settings-hours .hours=${draft.business_hours} @relata-settings=${this.changed}></relata-settings-hours>
        <fieldset>
          <legend>${t('settings.deals')}</legend>
          ${this.tick('similar_deals', draft.similar_deals)}
        </fieldset>
        ${this.group(draft.minimum_group)} ${this.foot()}
      </form>
    `;
  }

  private tick(name: 'health_shown' | 'similar_deals', checked: boolean) {
    return html`
      <label class="tick">
        <input type="checkbox" data-name=${name} .checked=${checked} @change=${(event: Event) => this.change({ [name]: (event.target as HTMLInputElement).checked })} />
        ${t(`settings.${name}`)}
      </label>
      <p class="why">${t(`settings.${name}.why`)}</p>
    `;
  }

  private group(least: number) {
    return html`
      <fieldset>
        <legend>${t('settings.group')}</legend>
        <p class="why">${t('settings.group.why', { least: SMALLEST_GROUP })}</p>
        <label class="field number">
          ${t('settings.group.people')}
          <input type="number" inputmode="numeric" min=${SMALLEST_GROUP} step="1" data-name="minimum_group" .value=${String(least)}
            @change=${(event: Event) => this.change({ minimum_group: (event.target as HTMLInputElement).valueAsNumber })} />
        </label>
      </fieldset>
    `;
  }

  private foot() {
    const dirty = this.isDirty;
    return html`
      <div class="foot">
        ${this.faults.length > 0 || this.refusal
          ? html`<div class="fault" role="alert">
              ${[...this.faults, ...(this.refusal ? [this.refusal] : [])].map((it) => html`<p>${it}</p>`)}
            </div>`
          : nothing}
        <button class="button primary" ?disabled=${!dirty || this.saving}>${t(this.saving ? 'settings.saving' : 'settings.save')}</button>
        <button type="button" class="button" ?disabled=${!dirty || this.saving} @click=${this.undo}>${t('settings.undo')}</button>
        <p role="status">${this.status(dirty)}</p>
      </div>
    `;
  }

  private status(dirty: boolean) {
    if (dirty) return t('settings.unsaved');
    if (this.saved) return t('settings.saved', { count: this.saved.regraded, seconds: inSeconds(this.saved.milliseconds) });
    const { changed_at, changed_by } = this.settings ?? {};
    if (!changed_at) return t('settings.untouched');
    return changed_by ? t('settings.changed', { name: changed_by, moment: moment(changed_at) }) : t('settings.changed.alone', { moment: moment(changed_at) });
  }

  /** Whether anything is changed and not saved. */
  get isDirty(): boolean {
    return JSON.stringify(this.draft) !== JSON.stringify(this.settings);
  }

  private changed({ changed }: SettingsEvent) {
    this.change(changed);
  }

  private change(changed: Partial<AnalyticsSettings>) {
    if (this.draft === null) return;
    this.draft = { ...this.draft, ...changed };
    if (this.faults.length > 0) this.faults = faultsOf(this.draft);
  }

  private undo() {
    this.draft = this.settings;
    this.faults = [];
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (this.draft === null || this.saving) return;
    this.faults = faultsOf(this.draft);
    if (this.faults.length === 0) this.dispatchEvent(new SaveEvent(this.draft));
  }
}

/** "0.84" */
const inSeconds = (milliseconds: number) => new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 }).format(milliseconds / 1000);

declare global {
  interface HTMLElementTagNameMap {
    'relata-analytics-settings': RelataAnalyticsSettings;
  }
}
