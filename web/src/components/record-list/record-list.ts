import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RecordRow } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside } from '../../wording/outside.js';
import { touchInWords } from '../../wording/standing.js';
import { day } from '../../wording/time.js';
import '../avatar/avatar.js';
import '../grade/grade.js';

export type Entry = Pick<RecordRow, 'id' | 'kind' | 'name' | 'title' | 'company' | 'email'> & Partial<Pick<RecordRow, 'health' | 'last' | 'close_on'>>;

/**
 * @summary Records by name, each a link to its page.
 */
@customElement('relata-record-list')
export class RelataRecordList extends LitElement {
  static styles = [base, entries];

  @property({ attribute: false }) records: Entry[] = [];
  /** Say of each what kind it is; for lists that mix them. */
  @property({ type: Boolean }) kinds = false;
  /** Say how each relationship stands, and when the last contact was. */
  @property({ type: Boolean }) health = false;

  render() {
    return html`<ul>${repeat(this.records, ({ id }) => id, (it) => this.row(it))}</ul>`;
  }

  private row(entry: Entry) {
    const { id, name, title, company } = entry;
    return html`
      <li>
        <relata-avatar .name=${name}></relata-avatar>
        <div class="main">
          <a href=${hrefOfRecord(id)}>${outside(name)}</a>
          ${title || company ? html`<span class="faint">${outside([title, company].filter(Boolean).join(', '))}</span>` : nothing}
          ${this.health ? html`<span class="faint">${contact(entry)}</span>` : nothing}
        </div>
        <span class="side faint">${this.health ? standing(entry) : this.address(entry)}</span>
      </li>
    `;
  }

  private address({ kind, name, email }: Entry) {
    return html`${this.kinds ? html`<span>${t(`kind.${kind}`)}</span>` : nothing} ${email && email !== name ? outside(email) : nothing}`;
  }
}

function contact({ last, close_on }: Entry): string {
  const words = last ? t('card.last', { touch: touchInWords(last), day: day(last.at) }) : t('card.no_contact');
  return `${words} · ${close_on ? t('card.close', { day: day(close_on) }) : t('card.no_close')}`;
}

const standing = ({ health }: Entry) =>
  health ? html`<relata-grade inline .state=${health.state} .score=${health.score} .trend=${health.trend}></relata-grade>` : nothing;

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-list': RelataRecordList;
  }
}
