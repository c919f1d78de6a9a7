import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Visibility } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { VisibilityEvent } from '../my-participation/my-participation.events.js';
import { styles } from './my-visibility.styles.js';

const MODES: Visibility[] = ['named', 'named_after_yes', 'counted_only', 'hidden'];

/**
 * @summary How much others see of the viewer's ties: four choices, each with what a colleague would then read.
 *
 * @event {VisibilityEvent} relata-visibility - The viewer chose another one.
 */
@customElement('relata-my-visibility')
export class RelataMyVisibility extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) visibility: Visibility = 'named';
  /** The viewer's own name, for the examples. */
  @property() name = '';
  @property({ type: Boolean }) busy = false;

  /** What was chosen, until it is known whether it could be saved. */
  @state() private wanted: Visibility | null = null;

  willUpdate(changed: PropertyValues<this>) {
    if (changed.get('busy') === true) this.wanted = null;
  }

  render() {
    return html`
      <fieldset ?disabled=${this.busy}>
        <legend class="visually-hidden">${t('visibility.title')}</legend>
        ${MODES.map((it) => this.mode(it))}
      </fieldset>
    `;
  }

  private mode(mode: Visibility) {
    const chosen = mode === (this.wanted ?? this.visibility);
    return html`
      <label class=${chosen ? 'chosen' : ''}>
        <input type="radio" name="visibility" value=${mode} .checked=${live(chosen)} @change=${() => this.choose(mode)} />
        <span class="words">
          <strong>${t(`my_visibility.${mode}`)}</strong>
          <span>${t(`my_visibility.${mode}.why`)}</span>
          <span class="example"><span class="faint">${t('my_visibility.example')}</span> ${t(`my_visibility.${mode}.example`, { name: this.name })}</span>
        </span>
      </label>
    `;
  }

  private choose(mode: Visibility) {
    this.wanted = mode;
    this.dispatchEvent(new VisibilityEvent(mode));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-visibility': RelataMyVisibility;
  }
}
