import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RecordSummary } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside } from '../../wording/outside.js';
import '../avatar/avatar.js';

/**
 * @summary Records by name, each a link to its page.
 */
@customElement('relata-record-list')
export class RelataRecordList extends LitElement {
  static styles = [base, entries];

  @property({ attribute: false }) records: RecordSummary[] = [];
  /** Say of each what kind it is; for lists that mix them. */
  @property({ type: Boolean }) kinds = false;

  render() {
    return html`<ul>${repeat(this.records, ({ id }) => id, (it) => this.row(it))}</ul>`;
  }

  private row({ id, kind, name, title, company, email }: RecordSummary) {
    return html`
      <li>
        <relata-avatar .name=${name}></relata-avatar>
        <div class="main">
          <a href=${hrefOfRecord(id)}>${outside(name)}</a>
          ${title || company ? html`<span class="faint">${outside([title, company].filter(Boolean).join(', '))}</span>` : nothing}
        </div>
        <span class="side faint">
          ${this.kinds ? html`<span>${t(`kind.${kind}`)}</span>` : nothing} ${email && email !== name ? outside(email) : nothing}
        </span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-list': RelataRecordList;
  }
}
