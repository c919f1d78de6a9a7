import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnalyticsSettings } from '../../api/types.js';
import { LOCALE, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import { fieldset } from '../analytics-settings/fieldset.styles.js';
import { styles } from './settings-hours.styles.js';

type Hours = AnalyticsSettings['business_hours'];

/** 1 is Monday; the first of 2024 was one. */
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', timeZone: 'UTC' });
const longWeekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', timeZone: 'UTC' });
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, day));

/**
 * @summary When the organisation works: by these hours response times are counted beside those by the clock.
 *
 * @event {SettingsEvent} relata-settings - The viewer changed them.
 */
@customElement('relata-settings-hours')
export class RelataSettingsHours extends LitElement {
  static styles = [base, controls, select, fieldset, styles];

  @property({ attribute: false }) hours: Hours = { time_zone: 'UTC', from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] };

  render() {
    const { time_zone, from, to, days } = this.hours;
    return html`
      <fieldset>
        <legend>${t('settings.hours')}</legend>
        <p class="why">${t('settings.hours.why')}</p>
        <div class="fields">
          <label class="field zone">
            ${t('hours.time_zone')}
            <input type="text" list="zones" autocomplete="off" spellcheck="false" data-name="time_zone" .value=${time_zone} @change=${this.changed} />
          </label>
          <datalist id="zones">${Intl.supportedValuesOf('timeZone').map((it) => html`<option value=${it}></option>`)}</datalist>
          <label class="field">${t('hours.from')}<input type="time" data-name="from" .value=${from} @change=${this.changed} /></label>
          <label class="field">${t('hours.to')}<input type="time" data-name="to" .value=${to} @change=${this.changed} /></label>
        </div>
        <div class="days" role="group" aria-label=${t('hours.days')}>
          ${DAYS.map(
            (it) => html`
              <label class="tick">
                <input type="checkbox" aria-label=${longWeekday.format(dateOf(it))} .checked=${days.includes(it)} @change=${() => this.toggle(it)} />
                ${weekday.format(dateOf(it))}
              </label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }

  private changed(event: Event) {
    const { dataset, value } = event.target as HTMLInputElement;
    this.change({ [dataset.name as 'time_zone' | 'from' | 'to']: value.trim() });
  }

  private toggle(day: number) {
    const { days } = this.hours;
    this.change({ days: days.includes(day) ? days.filter((it) => it !== day) : [...days, day].sort() });
  }

  private change(changed: Partial<Hours>) {
    this.dispatchEvent(new SettingsEvent({ business_hours: { ...this.hours, ...changed } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-hours': RelataSettingsHours;
  }
}
