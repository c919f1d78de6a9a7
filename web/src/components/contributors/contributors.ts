import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ContributingRole, Contributors } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { roleInWords, ROLES } from '../../wording/role.js';
import { ContributorsEvent } from './contributors.events.js';
import { styles } from './contributors.styles.js';

/**
 * @summary Whose mailboxes may count: everybody's, or those of colleagues with certain roles.
 *
 * @event {ContributorsEvent} relata-contributors - The viewer chose others.
 */
@customElement('relata-contributors')
export class RelataContributors extends LitElement {
  static styles = [base, select, styles];

  @property({ attribute: false }) contributors: Contributors = { everybody: true, roles: [] };
  /** Only shown. */
  @property({ type: Boolean }) fixed = false;

  render() {
    const { everybody, roles } = this.contributors;
    return html`
      <fieldset ?disabled=${this.fixed}>
        <legend>${t('contributors.title')}</legend>
        <label class="tick"><input type="radio" name="who" .checked=${everybody} @change=${() => this.tell({ everybody: true, roles: [] })} />${t('contributors.everybody')}</label>
        <label class="tick"><input type="radio" name="who" .checked=${!everybody} @change=${() => this.tell({ everybody: false, roles })} />${t('contributors.roles')}</label>
        ${everybody ? nothing : html`<div class="roles" role="group" aria-label=${t('contributors.roles')}>${ROLES.map((it) => this.choice(it))}</div>`}
      </fieldset>
    `;
  }

  private choice(role: ContributingRole) {
    const { roles } = this.contributors;
    const toggled = roles.includes(role) ? roles.filter((it) => it !== role) : [...roles, role];
    return html`
      <label class="tick">
        <input type="checkbox" data-name=${role} .checked=${roles.includes(role)} @change=${() => this.tell({ everybody: false, roles: toggled })} />
        ${roleInWords(role)}
      </label>
    `;
  }

  private tell(contributors: Contributors) {
    this.contributors = contributors;
    this.dispatchEvent(new ContributorsEvent(contributors));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-contributors': RelataContributors;
  }
}
