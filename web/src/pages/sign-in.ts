import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getSignInWays, signInLocally } from '../api/sign-in.js';
import type { LocalSignInEvent } from '../components/sign-in/sign-in.events.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { sentence } from '../wording/outside.js';
import { SERVER } from './server.js';
import { styles } from './sign-in.styles.js';
import '../components/problem/problem.js';
import '../components/sign-in/sign-in.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary In place of any page while nobody is signed in; what was asked for follows once somebody is.
 *
 * @event relata-signed-in - The viewer signed in without leaving the page.
 */
@customElement('relata-sign-in-page')
export class RelataSignInPage extends LitElement {
  static styles = [base, page, styles];

  /** Where the viewer was, and comes back to. */
  @property() back = '/';
  /** The viewer is signed in, and shall show once more who they are. */
  @property({ type: Boolean }) again = false;

  @state() private busy = false;
  @state() private refusal = '';

  private readonly ways = new Task(this, { task: (_, { signal }) => getSignInWays(SERVER, signal), args: () => [] });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('sign_in.title'));
  }

  render() {
    return html`
      <div class="card">
        <img src="/favicon.svg" alt="" width="40" height="40" />
        <h1>${t(this.again ? 'sign_in.again.title' : 'sign_in.title')}</h1>
        <p>${t(this.again ? 'sign_in.again' : 'sign_in.intro')}</p>
        ${this.ways.render({
          pending: () => html`<relata-skeleton .rows=${1}></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.ways.run()}></relata-problem>`,
          complete: (ways) => html`
            <relata-sign-in
              .ways=${ways}
              .back=${this.back}
              .again=${this.again}
              .busy=${this.busy}
              .refusal=${this.refusal}
              @relata-local-sign-in=${this.signIn}
            ></relata-sign-in>
          `,
        })}
      </div>
    `;
  }

  private async signIn({ name, password }: LocalSignInEvent) {
    this.busy = true;
    this.refusal = '';
    try {
      await signInLocally(SERVER, name, password);
      this.dispatchEvent(new Event('relata-signed-in'));
    } catch (error) {
      this.refusal = sentence(error instanceof Error ? error.message : String(error));
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-sign-in-page': RelataSignInPage;
  }
}
