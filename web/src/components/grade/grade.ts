import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HealthState, Trend } from '../../api/types.js';
import { fallingIcon, risingIcon, steadyIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { hasDirection, isGrade } from '../../wording/standing.js';
import { styles } from './grade.styles.js';

/**
 * @summary How a relationship stands, small enough for a row: a shape of its grade, the number, the word, and where it
 * goes. Nothing is said by colour alone.
 */
@customElement('relata-grade')
export class RelataGrade extends LitElement {
  static styles = [base, styles];

  @property({ reflect: true }) state: HealthState = 'not_enough_information';
  @property({ type: Number }) score: number | null = null;
  @property() trend: Trend = 'not_applicable';
  /** All in one line. */
  @property({ type: Boolean, reflect: true }) inline = false;

  render() {
    return html`
      <svg class="shape ${isGrade(this.state) ? '' : 'hollow'}" viewBox="0 0 12 12" aria-hidden="true">
        ${isGrade(this.state) ? SHAPES[this.state] : RING}
      </svg>
      <span>
        ${this.score === null ? nothing : html`<span class="score">${this.score}</span>`} ${t(`standing.${this.state}`)}
      </span>
      ${hasDirection(this.trend) ? html`<span class="trend">${ARROWS[this.trend]} ${t(`trend.${this.trend}`)}</span>` : nothing}
    `;
  }
}

const RING = svg`<circle cx="6" cy="6" r="4.5" />`;
/** The same as in the pipeline. */
const SHAPES = {
  good: svg`<circle cx="6" cy="6" r="5" />`,
  fair: svg`<path d="M6 .5 11.5 6 6 11.5.5 6Z" />`,
  poor: svg`<path d="M6 1 11.5 11H.5Z" />`,
};
const ARROWS = { improving: risingIcon, steady: steadyIcon, declining: fallingIcon };

declare global {
  interface HTMLElementTagNameMap {
    'relata-grade': RelataGrade;
  }
}
