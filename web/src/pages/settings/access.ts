import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { endSessions, listAccounts } from '../../api/accounts.js';
import { getViewer } from '../../api/overview.js';
import type { Account, ApiToken, RightInWords } from '../../api/types.js';
import { getRoles } from '../../api/roles.js';
import { createToken, listTokens, revokeToken } from '../../api/tokens.js';
import type { EndSessionsEvent } from '../../components/account-list/account-list.js';
import type { TokenEvent } from '../../components/new-token/new-token.js';
import type { RevokeEvent } from '../../components/token-list/token-list.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { filters } from '../../styles/filters.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import { unknown } from '../../wording/role.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { styles } from './privacy.styles.js';
import '../../components/account-list/account-list.js';
import '../../components/new-token/new-token.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';
import '../../components/token-list/token-list.js';

/** No role has it, and whoever makes tokens may give it. */
const FOR_WIDGETS = 'issue_embed_tokens';

interface Access {
  tokens: ApiToken[];
  accounts: Account[];
  /** What a token may be given: nothing its maker may not do. */
  rights: RightInWords[];
}

/**
 * @summary Who and what gets in: tokens of other programs, and the accounts of people with their sessions.
 */
@customElement('relata-access-page')
export class RelataAccessPage extends LitElement {
  static styles = [base, controls, page, form, filters, styles];

  @state() private access: Access | null = null;
  @state() private isMaking = false;
  /** Shown once, then forgotten. */
  @state() private token = '';
  @state() private done = '';

  private readonly attempt = new Attempt(this);
  private readonly loaded = new Task(this, { task: (_, { signal }) => this.load(signal), args: () => [] });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.area.access'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('settings.area.access')}</h1>
        <p>${t('access_page.intro')}</p>
      </hgroup>
      ${this.access
        ? this.content(this.access)
        : this.loaded.render({
            pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
            error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
          })}
    `;
  }

  private content({ tokens, accounts, rights }: Access) {
    return html`
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>${this.done}</p>
      <section class="card" aria-labelledby="tokens">
        <div class="head">
          <h2 id="tokens">${t('tokens.title')}</h2>
          <button class="button" @click=${this.make}>${t('tokens.new')}</button>
        </div>
        <p class="why">${t('tokens.why')}</p>
        ${tokens.length === 0 ? html`<p class="empty">${t('tokens.none')}</p>` : html`<relata-token-list .tokens=${tokens} .rights=${rights} @relata-revoke=${this.revoke}></relata-token-list>`}
      </section>
      <section class="card" aria-labelledby="accounts">
        <h2 id="accounts">${t('accounts.title')}</h2>
        <p class="why">${t('accounts.why')}</p>
        ${accounts.length === 0 ? html`<p class="empty">${t('accounts.none')}</p>` : html`<relata-account-list .accounts=${accounts} @relata-end-sessions=${this.end}></relata-account-list>`}
      </section>
      <relata-new-token ?open=${this.isMaking} .rights=${rights} .token=${this.token} ?busy=${this.attempt.busy} .error=${this.isMaking ? this.attempt.error : null}
        @relata-token=${this.create} @relata-close=${this.made}></relata-new-token>
      ${this.attempt.dialog()}
    `;
  }

  private make() {
    this.attempt.clear();
    this.isMaking = true;
  }

  private made() {
    this.isMaking = false;
    this.token = '';
  }

  private create({ wanted }: TokenEvent) {
    return this.attempt.now(async () => {
      ({ token: this.token } = await createToken(SERVER, wanted));
      await this.load(new AbortController().signal);
    });
  }

  private revoke({ token: { id, name } }: RevokeEvent) {
    this.attempt.ask({ heading: t('tokens.revoke.title', { name }), says: [t('tokens.revoke.says')], action: t('tokens.revoke'), grave: true }, async () => {
      await revokeToken(SERVER, id);
      await this.load(new AbortController().signal);
      this.done = t('tokens.done.revoked', { name });
    });
  }

  private end({ account: { id, name } }: EndSessionsEvent) {
    this.attempt.ask({ heading: t('accounts.end.title', { name }), says: [t('accounts.end.says'), t('accounts.end.again')], action: t('accounts.end'), grave: true }, async () => {
      await endSessions(SERVER, id);
      await this.load(new AbortController().signal);
      this.done = t('accounts.done.ended', { name });
    });
  }

  /** Whoever may not read the roles still finds rights by their names. */
  private async load(signal: AbortSignal) {
    const [{ tokens }, { accounts }, viewer, words] = await Promise.all([
      listTokens(SERVER, signal),
      listAccounts(SERVER, signal),
      getViewer(SERVER, signal),
      getRoles(SERVER, signal).then(
        ({ rights }) => rights,
        () => [],
      ),
    ]);
    const whatOf = new Map(words.map(({ right, what }) => [right, what]));
    const rights = [...new Set([...viewer.rights, FOR_WIDGETS])].map((right) => ({ right, what: whatOf.get(right) ?? unknown(right) }));
    this.access = { tokens, accounts, rights };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-access-page': RelataAccessPage;
  }
}
