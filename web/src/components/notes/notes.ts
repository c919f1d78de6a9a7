import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Introducers } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { brokenInWords, readingInWords } from '../../wording/coverage.js';
import { styles } from './notes.styles.js';

/**
 * @summary What a filled list does not show: sources still being read, sources that stopped, colleagues who do not share.
 */
@customElement('relata-notes')
export class RelataNotes extends LitElement {
  static styles = [base, styles];

  /** An answer with introducers. */
  @property({ attribute: false }) answer: Introducers | null = null;

  render() {
    if (this.answer === null) return null;
    const { target, hidden, reading, broken } = this.answer;
    return html`
      ${broken.map((it) => html`<p class="warning">${brokenInWords(it)} ${t('state.broken.beside')}</p>`)}
      ${reading.map((it) => html`<p>${readingInWords(it)}</p>`)}
      ${hidden > 0 ? html`<p>${t('state.hidden.beside', { name: target.name, count: hidden })}</p>` : null}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-notes': RelataNotes;
  }
}
