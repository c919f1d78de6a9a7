import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Band } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './strength.styles.js';

/**
 * @summary How well a pair know each other: the band as a word, a bar, and the number. An unknown tie has no number and
 * a hollow bar, for mail in one direction only says nothing about strength.
 *
 * @csspart bar - The bar.
 */
@customElement('relata-strength')
export class RelataStrength extends LitElement {
  static styles = [base, styles];

  @property({ reflect: true }) band: Band = 'unknown';
  @property({ type: Number }) strength: number | null = null;

  render() {
    return html`
      <span class="word">${this.strength === null ? t('band.unknown.why') : t(`band.${this.band}`)}</span>
      <span class="bar" part="bar" aria-hidden="true">${this.fill()}</span>
      ${this.strength === null ? nothing : this.number(this.strength)}
    `;
  }

  private fill() {
    if (this.strength === null) return nothing;
    return html`<span class="fill" .style=${`width: ${this.strength}%`}></span>`;
  }

  private number(strength: number) {
    return html`
      <span class="number" aria-hidden="true">${strength}</span>
      <span class="visually-hidden">${t('strength.of', { strength })}</span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-strength': RelataStrength;
  }
}
