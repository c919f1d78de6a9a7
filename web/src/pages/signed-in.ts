import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { styles } from './sign-in.styles.js';

/**
 * @summary Where the tab ends up in which somebody signed in anew, to go on in another one.
 */
@customElement('relata-signed-in-page')
export class RelataSignedInPage extends LitElement {
  static styles = [base, page, styles];

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('signed_in.title'));
  }

  render() {
    return html`
      <div class="card">
        <h1>${t('signed_in.title')}</h1>
        <p>${t('signed_in.hint')}</p>
        <a href="/">${t('problem.lost.home')}</a>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-signed-in-page': RelataSignedInPage;
  }
}
