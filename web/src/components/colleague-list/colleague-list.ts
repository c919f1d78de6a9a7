import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Colleague } from '../../api/types.js';
import { hrefOfColleague } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside } from '../../wording/outside.js';
import '../avatar/avatar.js';

/**
 * @summary Colleagues by name, each a link to whom they know.
 */
@customElement('relata-colleague-list')
export class RelataColleagueList extends LitElement {
  static styles = [base, entries];

  @property({ attribute: false }) colleagues: Colleague[] = [];

  render() {
    return html`<ul>${repeat(this.colleagues, ({ id }) => id, (it) => this.row(it))}</ul>`;
  }

  private row({ id, name, title, department, email, photo }: Colleague) {
    const role = [title, department].filter(Boolean).join(', ');
    return html`
      <li>
        <relata-avatar .name=${name} .photo=${photo}></relata-avatar>
        <div class="main">
          <a href=${hrefOfColleague(id)}>${outside(name)}</a>
          ${role ? html`<span class="faint">${outside(role)}</span>` : nothing}
        </div>
        <span class="side faint">${outside(email)}</span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-colleague-list': RelataColleagueList;
  }
}
