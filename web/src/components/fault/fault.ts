import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiProblem } from '../../api/client.js';
import { t } from '../../locales/t.js';
import { hrefOfSignInAgain } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { rolesNamed } from '../../wording/role.js';
import { styles } from './fault.styles.js';

/**
 * @summary Why what the viewer asked for was not done, in the server's words; nothing while nothing is wrong. When the
 * server wants the viewer to sign in again, the way there.
 */
@customElement('relata-fault')
export class RelataFault extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) error: unknown = null;

  render() {
    const { error } = this;
    if (error === null || error === undefined) return nothing;
    return html`
      <div role="alert">
        <p>${sentence(rolesNamed(error instanceof Error ? error.message : String(error)))}</p>
        ${error instanceof ApiProblem && error.again
          ? html`<p>${t('again.why')} <a href=${hrefOfSignInAgain(location)}>${t('again.link')}</a></p>`
          : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-fault': RelataFault;
  }
}
