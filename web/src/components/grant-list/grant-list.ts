import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Grant, RightInWords } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { table } from '../../styles/table.styles.js';
import { capital, outside } from '../../wording/outside.js';
import { unknown } from '../../wording/role.js';
import { day } from '../../wording/time.js';
import { EndGrantEvent } from '../role-list/role-list.events.js';

/**
 * @summary Rights granted to somebody beside their roles.
 *
 * @event {EndGrantEvent} relata-end-grant - The viewer wants to take one back.
 */
@customElement('relata-grant-list')
export class RelataGrantList extends LitElement {
  static styles = [base, controls, table];

  @property({ attribute: false }) grants: Grant[] = [];
  @property({ attribute: false }) rights: RightInWords[] = [];

  render() {
    if (this.grants.length === 0) return html`<p class="faint">${t('grants.none')}</p>`;
    return html`
      <table role="table" aria-label=${t('grants.title')}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('grants.holder')}</th>
            <th role="columnheader" scope="col">${t('grants.right')}</th>
            <th role="columnheader" scope="col">${t('grants.by')}</th>
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('people.actions')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.grants.map((it) => this.grant(it))}
        </tbody>
      </table>
    `;
  }

  private grant(grant: Grant) {
    const what = this.rights.find(({ right }) => right === grant.right)?.what ?? unknown(grant.right);
    const name = grant.holder.name;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${outside(name)}<span class="faint">${t(`holder.${grant.holder.kind}`)}</span></th>
        <td role="cell" data-label=${t('grants.right')}>${capital(what)}</td>
        <td role="cell" data-label=${t('grants.by')}>${t('consent.when_by', { moment: day(grant.at), name: grant.by })}</td>
        <td role="cell" class="end">
          <button class="button" aria-label=${t('roles.grant.end.of', { right: what, name })} @click=${() => this.dispatchEvent(new EndGrantEvent(grant))}>${t('roles.grant.end')}</button>
        </td>
      </tr>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-grant-list': RelataGrantList;
  }
}
