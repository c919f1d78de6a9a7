import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiProblem } from '../../api/client.js';
import { t } from '../../locales/t.js';
import { hrefOfSignInAgain } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { sentence } from '../../wording/outside.js';
import { rolesNamed } from '../../wording/role.js';
import '../problem/problem.js';

const FORBIDDEN = 403;

/**
 * @summary Instead of a page that could not be loaded: which right is missing and who grants it, or that signing in again is
 * needed; for anything else, the problem itself.
 *
 * @event relata-retry - The viewer wants to try again.
 */
@customElement('relata-refusal')
export class RelataRefusal extends LitElement {
  static styles = [base, page];

  @property({ attribute: false }) error: unknown = null;

  render() {
    const { error } = this;
    if (!(error instanceof ApiProblem) || error.status !== FORBIDDEN) {
      return html`<relata-problem .error=${error} @relata-retry=${() => this.dispatchEvent(new Event('relata-retry'))}></relata-problem>`;
    }
    return html`
      <section class="card" role="status">
        <h2>${t(error.again ? 'again.title' : 'forbidden.title')}</h2>
        <p>${sentence(rolesNamed(error.message))}</p>
        ${error.again
          ? html`<p>${t('again.why')} <a href=${hrefOfSignInAgain(location)}>${t('again.link')}</a></p>`
          : html`<p class="faint">${t('forbidden.why')}</p>`}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-refusal': RelataRefusal;
  }
}
