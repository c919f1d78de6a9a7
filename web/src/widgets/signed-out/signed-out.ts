import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getSignInWays, signInLocally } from '../../api/sign-in.js';
import type { LocalSignInEvent } from '../../components/sign-in/sign-in.events.js';
import { t } from '../../locales/t.js';
import { SIGNED_IN_HREF } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { styles } from './signed-out.styles.js';
import '../../components/dialog/dialog.js';
import '../../components/problem/problem.js';
import '../../components/sign-in/sign-in.js';

/**
 * @summary A session that ended in the middle of work: the page stays as it is, and the viewer signs in in another tab.
 *
 * @event relata-signed-in - The viewer may have signed in meanwhile.
 * @event relata-close - The viewer closed it.
 */
@customElement('relata-signed-out')
export class RelataSignedOut extends LitElement {
  static styles = [base, styles];

  @property() server = '';
  @property({ type: Boolean }) open = false;

  @state() private busy = false;
  @state() private refusal = '';

  private readonly ways = new Task(this, {
    task: async ([server, open], { signal }) => (open ? getSignInWays(server, signal) : null),
    args: () => [this.server, this.open] as const,
  });

  connectedCallback() {
    super.connectedCallback();
    addEventListener('focus', this.returned);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('focus', this.returned);
  }

  render() {
    return html`
      <relata-dialog .open=${this.open} .heading=${t('signed_out.title')} @relata-close=${this.closed}>
        <p>${t('signed_out.hint')}</p>
        ${this.ways.render({
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.ways.run()}></relata-problem>`,
          complete: (ways) =>
            ways === null
              ? nothing
              : html`
                  <relata-sign-in
                    apart
                    .ways=${ways}
                    .back=${SIGNED_IN_HREF}
                    .busy=${this.busy}
                    .refusal=${this.refusal}
                    @relata-local-sign-in=${this.signIn}
                  ></relata-sign-in>
                `,
        })}
      </relata-dialog>
    `;
  }

  private async signIn({ name, password }: LocalSignInEvent) {
    this.busy = true;
    this.refusal = '';
    try {
      await signInLocally(this.server, name, password);
      this.dispatchEvent(new Event('relata-signed-in'));
    } catch (error) {
      this.refusal = sentence(error instanceof Error ? error.message : String(error));
    }
    this.busy = false;
  }

  /** From the tab in which they signed in, perhaps. */
  private returned = () => {
    if (this.open) this.dispatchEvent(new Event('relata-signed-in'));
  };

  private closed() {
    this.open = false;
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-signed-out': RelataSignedOut;
  }
}
