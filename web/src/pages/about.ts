import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecordPage } from '../api/types.js';
import { t } from '../locales/t.js';
import { hrefOfList, hrefOfPerson } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { allFacts } from './record-facts.js';
import '../components/facts/facts.js';
import '../components/record-list/record-list.js';

/**
 * @summary Every field of a record, and an account's opportunities, contacts and leads.
 */
@customElement('relata-about')
export class RelataAbout extends LitElement {
  static styles = [base, page];

  @property({ attribute: false }) record: RecordPage | null = null;

  render() {
    if (this.record === null) return nothing;
    const { kind, person } = this.record;
    return html`
      <section class="card" aria-labelledby="fields">
        <h2 id="fields">${t('record.fields')}</h2>
        <relata-facts .facts=${allFacts(this.record)}></relata-facts>
        ${person ? html`<a href=${hrefOfPerson(person)}>${t('record.person')}</a>` : nothing}
      </section>
      ${kind === 'account' ? html`${this.deals(this.record)} ${this.people(this.record)}` : nothing}
    `;
  }

  private deals({ id, contacts }: RecordPage) {
    const deals = contacts.filter(({ kind }) => kind === 'opportunity');
    if (deals.length === 0) return nothing;
    return html`
      <section class="card" aria-labelledby="deals">
        <h2 id="deals">${t('record.deals')}</h2>
        <relata-record-list .records=${deals}></relata-record-list>
        <a href=${hrefOfList({ kind: 'opportunity', account: id, sort: 'health', order: 'asc' })}>${t('record.deals.list')}</a>
      </section>
    `;
  }

  private people({ contacts }: RecordPage) {
    const people = contacts.filter(({ kind }) => kind !== 'opportunity');
    return html`
      <section class="card" aria-labelledby="people">
        <h2 id="people">${t('record.people')}</h2>
        ${people.length === 0
          ? html`<p>${t('record.people.none')}</p>`
          : html`<relata-record-list .records=${people} kinds></relata-record-list>`}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-about': RelataAbout;
  }
}
