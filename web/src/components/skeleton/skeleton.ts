import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './skeleton.styles.js';

/**
 * @summary Grey lines where rows are about to be; a screen reader hears the label instead.
 */
@customElement('relata-skeleton')
export class RelataSkeleton extends LitElement {
  static styles = [base, styles];

  @property() label = t('loading');
  @property({ type: Number }) rows = 3;

  render() {
    return html`
      <p class="visually-hidden" role="status">${this.label}</p>
      ${Array.from({ length: this.rows }, () => html`<div class="row" aria-hidden="true"><i></i><b></b></div>`)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-skeleton': RelataSkeleton;
  }
}
