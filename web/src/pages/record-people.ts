import { Task } from '@lit/task';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PeopleOfRecord, RecordKind } from '../api/types.js';
import { MOST_PEOPLE, listPeopleOfRecord } from '../api/people-of-record.js';
import { t } from '../locales/t.js';
import { COLLEAGUE_HREF, PERSON_HREF } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { styles } from './record-people.styles.js';
import { SERVER } from './server.js';
import '../components/most-contacted/most-contacted.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

const FIRST = 3;

/**
 * @summary Whom of theirs we contacted most, and who of ours contacted them most: three of each, and more on demand.
 */
@customElement('relata-record-people')
export class RelataRecordPeople extends LitElement {
  static styles = [base, page, styles];

  @property() record = '';
  /** A contact is the only one of theirs, so theirs are left out. */
  @property() kind: RecordKind = 'account';
  @state() private all = false;

  private readonly people = new Task(this, {
    task: ([record, limit], { signal }) => listPeopleOfRecord(SERVER, record, limit, signal),
    args: () => [this.record, this.all ? MOST_PEOPLE : FIRST] as const,
  });

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('record')) this.all = false;
  }

  render() {
    return html`${this.kind === 'contact' ? nothing : this.side('contacted', PERSON_HREF)} ${this.side('contacted_by', COLLEAGUE_HREF)}`;
  }

  private side(side: 'contacted' | 'contacted_by', href: string) {
    const list = (people: PeopleOfRecord) => html`
      <relata-most-contacted
        .side=${side}
        .people=${people[side]}
        .personHref=${href}
        .more=${!this.all && people[side].length >= FIRST}
        @relata-more=${() => (this.all = true)}
      ></relata-most-contacted>
      <p class="faint">${t('most.period')}</p>
    `;
    return html`
      <section class="card" aria-labelledby=${side}>
        <h2 id=${side}>${t(`most.${side}`)}</h2>
        ${this.people.render({
          pending: () => (this.all && this.people.value ? list(this.people.value) : html`<relata-skeleton .label=${t('most.loading')}></relata-skeleton>`),
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.people.run()}></relata-problem>`,
          complete: list,
        })}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-people': RelataRecordPeople;
  }
}
