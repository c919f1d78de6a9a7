import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';

/**
 * @summary For addresses that lead nowhere.
 */
@customElement('relata-lost-page')
export class RelataLostPage extends LitElement {
  static styles = [base, page];

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('problem.lost.title'));
  }

  render() {
    return html`
      <h1>${t('problem.lost.title')}</h1>
      <p>${t('problem.lost')} <a href="/">${t('problem.lost.home')}</a></p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-lost-page': RelataLostPage;
  }
}
