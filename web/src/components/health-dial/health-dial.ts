import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Grades, HealthState, Trend } from '../../api/types.js';
import { fallingIcon, risingIcon, steadyIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { hasDirection } from '../../wording/standing.js';
import { styles } from './health-dial.styles.js';

const RADIUS = 52;
/** Of a half circle, so that a share of it is a length. */
const ARC = Math.PI * RADIUS;

/**
 * @summary Health as a half circle: the score, its grade as a word, the trend as an arrow and a word, and marks where
 * the grades begin. Without a score the arc is dashed and the word says why.
 *
 * @csspart dial - The half circle.
 */
@customElement('relata-health-dial')
export class RelataHealthDial extends LitElement {
  static styles = [base, styles];

  @property({ reflect: true }) state: HealthState = 'not_enough_information';
  @property({ type: Number }) score: number | null = null;
  @property() trend: Trend = 'not_applicable';
  /** The least scores that are good and fair. */
  @property({ attribute: false }) grades: Grades = { good: 60, fair: 40 };

  render() {
    return html`
      <div class="dial">
        <svg viewBox="0 0 120 68" part="dial" aria-hidden="true">
          <path class="track ${this.score === null ? 'unknown' : ''}" d=${HALF} />
          ${this.score ? svg`<path class="value" d=${HALF} stroke-dasharray="${(this.score / 100) * ARC} ${2 * ARC}" />` : nothing}
          ${this.score === null ? nothing : [this.grades.fair, this.grades.good].map(mark)}
        </svg>
        ${this.score === null ? nothing : this.number(this.score)}
      </div>
      <p class="word">${t(`standing.${this.state}`)}</p>
      ${this.score === null ? nothing : html`<p class="trend">${this.direction()}</p>`}
    `;
  }

  private direction() {
    if (!hasDirection(this.trend)) return t('health.trend.unknown');
    return html`${ARROWS[this.trend]} ${t(`trend.${this.trend}`)}`;
  }

  private number(score: number) {
    return html`
      <span class="number" aria-hidden="true">${score}</span>
      <span class="visually-hidden">${t('strength.of', { strength: score })}</span>
    `;
  }
}

const HALF = `M${60 - RADIUS} 62a${RADIUS} ${RADIUS} 0 0 1 ${2 * RADIUS} 0`;
const ARROWS = { improving: risingIcon, steady: steadyIcon, declining: fallingIcon };

/** A notch across the arc. */
function mark(score: number) {
  const angle = Math.PI * (1 - score / 100);
  const at = (radius: number) => `${60 + radius * Math.cos(angle)} ${62 - radius * Math.sin(angle)}`;
  return svg`<path class="mark" d="M${at(RADIUS - 6)}L${at(RADIUS + 6)}" />`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-health-dial': RelataHealthDial;
  }
}
