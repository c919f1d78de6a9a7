import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { doneIcon, warningIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './steps.styles.js';

/** One step of something that takes a while. */
export interface Step {
  label: string;
  state: 'done' | 'now' | 'ahead' | 'failed';
  /** When it was, or until when it will be. */
  when?: string;
}

/**
 * @summary How far something has come: its steps in order, with the times of those behind and the deadlines of those ahead.
 */
@customElement('relata-steps')
export class RelataSteps extends LitElement {
  static styles = [base, styles];

  @property() label = '';
  @property({ attribute: false }) steps: Step[] = [];

  render() {
    return html`<ol aria-label=${this.label || nothing}>${this.steps.map((it) => this.step(it))}</ol>`;
  }

  private step({ label, state, when }: Step) {
    const icon = { done: doneIcon, failed: warningIcon, now: nothing, ahead: nothing }[state];
    return html`
      <li class=${state} aria-current=${state === 'now' ? 'step' : nothing}>
        <span class="mark">${icon}</span>
        <span class="text">
          <span class="label">${label}<span class="visually-hidden">, ${t(`step.${state}`)}</span></span>
          ${when ? html`<span class="faint">${when}</span>` : nothing}
        </span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-steps': RelataSteps;
  }
}
