import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Viewer } from '../api/types.js';
import { t } from '../locales/t.js';
import { ME_HREF } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';

/**
 * @summary For somebody who is signed in and may see nothing yet: which right is missing, who can grant it, and what they
 * can see all the same.
 */
@customElement('relata-no-role-page')
export class RelataNoRolePage extends LitElement {
  static styles = [base, page];

  @property({ attribute: false }) viewer: Viewer | null = null;

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('no_role.title'));
  }

  render() {
    if (this.viewer === null) return nothing;
    const { name, email, organisation, person } = this.viewer;
    return html`
      <h1>${t('no_role.title')}</h1>
      <section class="card" role="status">
        <p>${t('no_role.who', { name: email ?? name, organisation })}</p>
        <p>${t('no_role.missing')}</p>
        <p>${t('no_role.grant')}</p>
        ${person === null ? html`<p>${t('no_role.nobody')}</p>` : html`<p>${t('no_role.me')} <a href=${ME_HREF}>${t('me.title')}</a></p>`}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-no-role-page': RelataNoRolePage;
  }
}
