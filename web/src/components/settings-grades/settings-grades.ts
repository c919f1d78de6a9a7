import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Grades } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { SettingsEvent } from '../analytics-settings/analytics-settings.events.js';
import { fieldset } from '../analytics-settings/fieldset.styles.js';
import { LEAST_FAIR, fairFrom, goodFrom, gradeOf } from './neighbours.js';
import { styles } from './settings-grades.styles.js';
import '../grade/grade.js';

/** Of docs/health.md: what the formula gives where all kinds of contact count the same. */
const EXAMPLES = [
  ['example.weekly_3', 97],
  ['example.weekly_45', 76],
  ['example.monthly_15', 74],
  ['example.weekly_75', 63],
] as const;

/**
 * @summary From which score a relationship is good, fair or poor. The grades share one scale, so the neighbours adapt; a
 * few known relationships show at once what that means.
 *
 * @event {SettingsEvent} relata-settings - The viewer moved a grade.
 */
@customElement('relata-settings-grades')
export class RelataSettingsGrades extends LitElement {
  static styles = [base, controls, fieldset, styles];

  @property({ attribute: false }) grades: Grades = { good: 60, fair: 40 };

  render() {
    const { good, fair } = this.grades;
    return html`
      <fieldset>
        <legend>${t('settings.grades')}</legend>
        <p class="why">${t('settings.grades.why')}</p>
        <div class="scale" aria-hidden="true" .style=${`grid-template-columns: ${fair}fr ${good - fair}fr ${101 - good}fr`}>
          <span class="poor"></span><span class="fair"></span><span class="good"></span>
        </div>
        <div class="rows">
          ${this.grade('good', good, 100, LEAST_FAIR + 1, goodFrom)} ${this.grade('fair', fair, good - 1, LEAST_FAIR, fairFrom)}
          <div class="row">
            <relata-grade state="poor"></relata-grade> <span>${t('grades.range', { from: 0, to: fair - 1 })}</span>
          </div>
        </div>
        <div class="examples">
          <p><strong>${t('settings.examples')}</strong></p>
          <ul aria-live="polite">
            ${EXAMPLES.map(
              ([example, score]) => html`
                <li><span>${t(example)}</span> <relata-grade .score=${score} .state=${gradeOf(score, this.grades)}></relata-grade></li>
              `,
            )}
          </ul>
        </div>
      </fieldset>
    `;
  }

  private grade(name: 'good' | 'fair', from: number, to: number, least: number, adapt: (from: number, grades: Grades) => Grades) {
    return html`
      <div class="row">
        <relata-grade state=${name}></relata-grade>
        <label class="field">
          <span class="visually-hidden">${t(`grades.${name}.from`)}</span>
          <input
            type="number"
            inputmode="numeric"
            min=${least}
            max="100"
            data-grade=${name}
            .value=${String(from)}
            @change=${(event: Event) => this.changed(event, adapt)}
          />
        </label>
        <span>${t('grades.to', { to })}</span>
      </div>
    `;
  }

  private changed(event: Event, adapt: (from: number, grades: Grades) => Grades) {
    const field = event.target as HTMLInputElement;
    if (field.value !== '') this.dispatchEvent(new SettingsEvent({ grades: adapt(Number(field.value), this.grades) }));
    // The scale may have changed nothing of what was typed out of its bounds.
    field.value = String(this.grades[field.dataset.grade as 'good' | 'fair']);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-grades': RelataSettingsGrades;
  }
}
