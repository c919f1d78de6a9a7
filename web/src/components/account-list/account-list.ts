import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Account } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { roleInWords } from '../../wording/role.js';
import { moment } from '../../wording/time.js';

/** The viewer wants an account signed out everywhere. */
export class EndSessionsEvent extends Event {
  constructor(readonly account: Account) {
    super('relata-end-sessions');
  }
}

/**
 * @summary Who can sign in: by which provider, with which roles, and in how many places they are signed in now.
 *
 * @event {EndSessionsEvent} relata-end-sessions - The viewer wants somebody signed out everywhere.
 */
@customElement('relata-account-list')
export class RelataAccountList extends LitElement {
  static styles = [base, controls, table];

  @property({ attribute: false }) accounts: Account[] = [];

  render() {
    return html`
      <table role="table" aria-label=${t('accounts.title')}>
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col">${t(`accounts.${it}`)}</th>`)}
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('people.actions')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(this.accounts, ({ id }) => id, (it) => this.account(it))}
        </tbody>
      </table>
    `;
  }

  private account(account: Account) {
    const { name, email, issuer, roles, seen_at, sessions } = account;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${outside(name)}${email ? html`<span class="faint">${outside(email)}</span>` : nothing}<span class="faint">${issuer === LOCAL ? t('accounts.local') : t('accounts.through', { issuer: plain(issuer) })}</span></th>
        <td role="cell" class="words" data-label=${t('accounts.roles')}><span>${roles.length ? roles.map(roleInWords).join(', ') : t('accounts.no_role')}</span></td>
        <td role="cell" data-label=${t('accounts.seen')}>${moment(seen_at)}</td>
        <td role="cell" class="words" data-label=${t('accounts.sessions')}>${sessions === 0 ? t('accounts.sessions.none') : t('accounts.sessions.count', { count: sessions })}</td>
        <td role="cell" class="end">
          ${sessions > 0
            ? html`<button class="button" aria-label=${t('accounts.end.of', { name })} @click=${() => this.dispatchEvent(new EndSessionsEvent(account))}>${t('accounts.end')}</button>`
            : nothing}
        </td>
      </tr>
    `;
  }
}

/** Who vouches for a local administrator. */
const LOCAL = 'local';
const COLUMNS = ['name', 'roles', 'seen', 'sessions'] as const;

declare global {
  interface HTMLElementTagNameMap {
    'relata-account-list': RelataAccountList;
  }
}
