import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Accuracy } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { styles } from './basis.styles.js';

/**
 * @summary What figures rest on: whether everything is in them and what is not, from which sources, and when they were
 * calculated.
 */
@customElement('relata-basis')
export class RelataBasis extends LitElement {
  static styles = [base, styles];

  @property() accuracy: Accuracy = 'complete';
  /** Why they are partial. */
  @property({ attribute: false }) missing: string[] = [];
  @property() edition: 'basic' | 'enhanced' | null = null;
  @property({ attribute: false }) computedAt: string | null = null;

  render() {
    const words = [
      t(`basis.${this.accuracy}`),
      this.edition && t(`basis.${this.edition}`),
      this.computedAt && t('basis.computed', { moment: moment(this.computedAt) }),
    ];
    return html`
      ${this.accuracy === 'partial' ? this.partial() : nothing}
      <p class="faint">${words.filter(Boolean).join(' · ')}</p>
    `;
  }

  private partial() {
    return html`<p class="note">${t('basis.partial.why')} ${this.missing.map(sentence).join(' ')}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-basis': RelataBasis;
  }
}
