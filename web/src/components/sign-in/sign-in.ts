import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SignInWays } from '../../api/types.js';
import { hrefOfProvider } from '../../api/sign-in.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { plain } from '../../wording/outside.js';
import { LocalSignInEvent } from './sign-in.events.js';
import { styles } from './sign-in.styles.js';

/**
 * @summary The ways to sign in: one button for the organisation's provider, and folded away the local administrator for
 * emergencies.
 *
 * @event {LocalSignInEvent} relata-local-sign-in - The viewer signs in as a local administrator.
 */
@customElement('relata-sign-in')
export class RelataSignIn extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) ways: SignInWays | null = null;
  /** Where the viewer was, and comes back to. */
  @property() back = '/';
  /** The viewer is signed in, and the provider shall ask anew. */
  @property({ type: Boolean }) again = false;
  /** In a tab of its own, so that this page stays as it is. */
  @property({ type: Boolean }) apart = false;
  @property({ type: Boolean }) busy = false;
  /** Why the local sign-in was refused. */
  @property() refusal = '';

  render() {
    if (this.ways === null) return nothing;
    const { provider, local, demo } = this.ways;
    return html`
      ${provider ? this.provider(provider.name) : nothing} ${local ? this.local(provider === null) : nothing}
      ${provider || local || demo ? nothing : html`<p>${t('sign_in.none')}</p>`}
      ${demo ? html`<p class="note">${t('sign_in.demo')}</p><a class="button primary" href="/">${t('sign_in.demo.go')}</a>` : nothing}
    `;
  }

  private provider(name: string) {
    return html`
      <a class="button primary" href=${hrefOfProvider('', this.back, this.again)} target=${this.apart ? '_blank' : '_self'} rel="noopener">
        ${t('sign_in.provider', { name: plain(name) })}
      </a>
    `;
  }

  private local(only: boolean) {
    return html`
      <details ?open=${only}>
        <summary>${t('sign_in.local')}</summary>
        <form @submit=${this.submitted}>
          <p class="faint">${t('sign_in.local.why')}</p>
          <label class="field">${t('sign_in.local.name')}<input name="name" autocomplete="username" required /></label>
          <label class="field">${t('sign_in.local.password')}<input name="password" type="password" autocomplete="current-password" required /></label>
          ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
          <button class="button" ?disabled=${this.busy}>${t('sign_in.local.submit')}</button>
        </form>
      </details>
    `;
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.dispatchEvent(new LocalSignInEvent(String(form.get('name')), String(form.get('password'))));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-sign-in': RelataSignIn;
  }
}
