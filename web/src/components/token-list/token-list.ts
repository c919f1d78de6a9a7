import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ApiToken, RightInWords } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { unknown } from '../../wording/role.js';
import { day, moment } from '../../wording/time.js';

/** The viewer wants a token to hold no longer. */
export class RevokeEvent extends Event {
  constructor(readonly token: ApiToken) {
    super('relata-revoke');
  }
}

/**
 * @summary Tokens of other programs: what each may do, until when, and when it was last used.
 *
 * @event {RevokeEvent} relata-revoke - The viewer wants one to hold no longer.
 */
@customElement('relata-token-list')
export class RelataTokenList extends LitElement {
  static styles = [base, controls, table];

  @property({ attribute: false }) tokens: ApiToken[] = [];
  @property({ attribute: false }) rights: RightInWords[] = [];

  render() {
    return html`
      <table role="table" aria-label=${t('tokens.title')}>
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col">${t(`tokens.${it}`)}</th>`)}
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('people.actions')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(this.tokens, ({ id }) => id, (it) => this.token(it))}
        </tbody>
      </table>
    `;
  }

  private token(token: ApiToken) {
    const { name, rights, created_at, created_by, expires_at, used_at, revoked_at } = token;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${outside(name)}<span class="faint">${t('consent.when_by', { moment: day(created_at), name: created_by })}</span></th>
        <td role="cell" data-label=${t('tokens.rights')}><span>${rights.map((it) => plain(this.rights.find(({ right }) => right === it)?.what ?? unknown(it))).join(', ')}</span></td>
        <td role="cell" data-label=${t('tokens.expires')}>${expires_at ? day(expires_at) : t('tokens.never')}</td>
        <td role="cell" data-label=${t('tokens.used')}>${used_at ? moment(used_at) : t('tokens.unused')}</td>
        <td role="cell" class="end">
          ${revoked_at
            ? html`<span class="badge bad">${t('tokens.revoked', { day: day(revoked_at) })}</span>`
            : html`<button class="button" aria-label=${t('tokens.revoke.of', { name })} @click=${() => this.dispatchEvent(new RevokeEvent(token))}>${t('tokens.revoke')}</button>`}
        </td>
      </tr>
    `;
  }
}

const COLUMNS = ['name', 'rights', 'expires', 'used'] as const;

declare global {
  interface HTMLElementTagNameMap {
    'relata-token-list': RelataTokenList;
  }
}
