import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Assignment, Grant, RoleOfAll, Roles } from '../../api/types.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { chips } from '../../styles/chips.styles.js';
import { capital, outside, plain } from '../../wording/outside.js';
import { roleInWords, roleWhat, unknown } from '../../wording/role.js';
import { day } from '../../wording/time.js';
import { AssignEvent, EndAssignmentEvent, EndGrantEvent } from './role-list.events.js';
import { styles } from './role-list.styles.js';

/**
 * @summary Each role: what it is for, what it may see and do in words, and who has it.
 *
 * @event {AssignEvent} relata-assign - The viewer wants to give a role to somebody.
 * @event {EndAssignmentEvent} relata-end-assignment - The viewer wants to take a role from a holder.
 * @event {EndGrantEvent} relata-end-grant - The viewer wants to take a right that was granted beside.
 */
@customElement('relata-role-list')
export class RelataRoleList extends LitElement {
  static styles = [base, controls, chips, styles];

  @property({ attribute: false }) roles: Roles | null = null;

  render() {
    if (this.roles === null) return nothing;
    const words = new Map(this.roles.rights.map(({ right, what }) => [right, what]));
    return html`${this.roles.roles.map((it) => this.card(it, words, this.roles?.assignments ?? []))}`;
  }

  private card({ role, rights, granted }: RoleOfAll, words: Map<string, string>, assignments: Assignment[]) {
    const name = roleInWords(role);
    const holders = assignments.filter((it) => it.role === role);
    return html`
      <section class="role" aria-labelledby=${role}>
        <header>
          <h3 id=${role}>${name}</h3>
          <button class="button" aria-label=${t('roles.assign.of', { role: name })} @click=${() => this.dispatchEvent(new AssignEvent(role))}>${t('roles.assign')}</button>
        </header>
        <p>${roleWhat(role)}</p>
        <div class="columns">
          <div>
            <h4 id="${role}-may">${t('roles.may')}</h4>
            <ul class="rights" aria-labelledby="${role}-may">
              ${rights.filter((it) => granted.every(({ right }) => right !== it)).map((it) => html`<li>${capital(words.get(it) ?? unknown(it))}</li>`)}
              ${granted.map((it) => this.granted(it, words, name))}
            </ul>
          </div>
          <div>
            <h4 id="${role}-who">${t('roles.who')}</h4>
            ${holders.length === 0 ? html`<p class="faint">${t('roles.nobody')}</p>` : html`<ul class="chips" aria-labelledby="${role}-who">${holders.map((it) => this.holder(it, name))}</ul>`}
          </div>
        </div>
      </section>
    `;
  }

  private granted(grant: Grant, words: Map<string, string>, role: string) {
    const what = capital(words.get(grant.right) ?? unknown(grant.right));
    return html`
      <li class="granted">
        <span>${what} <span class="faint">${t('roles.granted', { name: plain(grant.by), day: day(grant.at) })}</span></span>
        <button class="button subtle icon" aria-label=${t('roles.grant.end.of', { right: what, name: role })} title=${t('roles.grant.end')}
          @click=${() => this.dispatchEvent(new EndGrantEvent(grant))}>${closeIcon}</button>
      </li>
    `;
  }

  private holder(assignment: Assignment, role: string) {
    const { holder, by, at } = assignment;
    return html`
      <li title=${t('roles.granted', { name: by, day: day(at) })}>
        ${outside(holder.name)} <span class="faint">${t(`holder.${holder.kind}`)}</span>
        <button aria-label=${t('roles.end.of', { role, name: holder.name })} @click=${() => this.dispatchEvent(new EndAssignmentEvent(assignment))}>${closeIcon}</button>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-role-list': RelataRoleList;
  }
}
