import { LitElement, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Grades, Health } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { day, dayCount } from '../../wording/time.js';
import { changes, strokes } from './line.js';
import { styles } from './health-history.styles.js';

/**
 * @summary Health day by day as a line, with the lines where grades begin. Days without a score are a gap. The days on
 * which it changed are a table behind it.
 */
@customElement('relata-health-history')
export class RelataHealthHistory extends LitElement {
  static styles = [base, styles];

  /** Oldest first. */
  @property({ attribute: false }) history: Health['history'] = [];
  @property({ attribute: false }) grades: Grades = { good: 60, fair: 40 };

  render() {
    const { history } = this;
    const [first] = history;
    const last = history.at(-1);
    if (!first || !last || history.every(({ score }) => score === null)) return html`<p class="faint">${t('health.history.none')}</p>`;
    const label = t('health.history', { distance: dayCount(history.length) });
    return html`
      <h3>${label}</h3>
      <div class="plot">
        <svg viewBox="0 0 ${Math.max(1, history.length - 1)} 100" preserveAspectRatio="none" aria-hidden="true">
          ${[this.grades.fair, this.grades.good].map((it) => svg`<path class="grade" d="M0 ${100 - it}H${history.length}" />`)}
          ${strokes(history).map((it) => svg`<path class="line" d=${it} />`)}
        </svg>
        ${(['good', 'fair'] as const).map((it) => this.grade(it))}
      </div>
      <p class="days faint" aria-hidden="true"><span>${day(first.on)}</span><span>${day(last.on)}</span></p>
      ${this.table(label)}
    `;
  }

  private grade(grade: 'good' | 'fair') {
    const score = this.grades[grade];
    return html`<span class="label" .style=${`bottom: ${score}%`}>${t('health.from', { grade: t(`standing.${grade}`), score })}</span>`;
  }

  private table(label: string) {
    return html`
      <details>
        <summary>${t('chart.table')}</summary>
        <table>
          <caption class="visually-hidden">
            ${label}
          </caption>
          <thead>
            <tr>
              <th scope="col">${t('health.history.day')}</th>
              <th scope="col">${t('health.history.score')}</th>
            </tr>
          </thead>
          <tbody>
            ${changes(this.history).map(
              ({ on, score }) => html`<tr><th scope="row">${day(on)}</th><td>${score === null ? t('figure.none') : score}</td></tr>`,
            )}
          </tbody>
        </table>
      </details>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-health-history': RelataHealthHistory;
  }
}
