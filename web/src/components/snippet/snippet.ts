import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { styles } from './snippet.styles.js';

/**
 * @summary Some lines to paste elsewhere, with a button that copies them.
 */
@customElement('relata-snippet')
export class RelataSnippet extends LitElement {
  static styles = [base, controls, styles];

  @property() label = '';
  @property() code = '';

  @state() private copied = '';

  render() {
    return html`
      <div class="head">
        <h3 id="label">${this.label}</h3>
        <span role="status" class="faint">${this.copied}</span>
        <button class="button" aria-label=${t('copy.of', { label: this.label })} @click=${this.copy}>${t('copy')}</button>
      </div>
      <pre tabindex="0" role="region" aria-labelledby="label"><code>${this.code}</code></pre>
    `;
  }

  /** The clipboard needs a secure page; without one the lines are selected for the viewer to copy. */
  private async copy() {
    try {
      await navigator.clipboard.writeText(this.code);
      this.copied = t('copied');
    } catch {
      const lines = this.renderRoot.querySelector('code');
      if (lines) getSelection()?.selectAllChildren(lines);
      this.copied = t('copy.by_hand');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-snippet': RelataSnippet;
  }
}
