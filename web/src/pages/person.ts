import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getPerson } from '../api/people.js';
import type { PersonPage } from '../api/types.js';
import type { Fact } from '../components/facts/facts.js';
import { t } from '../locales/t.js';
import { COLLEAGUE_HREF } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { SERVER } from './server.js';
import '../components/page-header/page-header.js';
import '../components/problem/problem.js';
import '../components/record-list/record-list.js';
import '../components/skeleton/skeleton.js';
import '../widgets/who-knows-whom/who-knows-whom.js';

/**
 * @summary A person outside, with or without a record: who knows this person, and which records are about them.
 */
@customElement('relata-person-page')
export class RelataPersonPage extends LitElement {
  static styles = [base, page];

  @property() person = '';

  private readonly found = new Task(this, {
    task: async ([person], { signal }) => {
      const found = await getPerson(SERVER, person, signal);
      setTitle(found.name);
      return found;
    },
    args: () => [this.person] as const,
  });

  render() {
    return this.found.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.found.run()}></relata-problem>`,
      complete: (person) => this.content(person),
    });
  }

  private content(person: PersonPage) {
    const { id, name, records } = person;
    return html`
      <relata-page-header .kind=${t('kind.person')} .name=${name} .facts=${facts(person)}></relata-page-header>
      <relata-who-knows-whom .server=${SERVER} .person=${id} .colleagueHref=${COLLEAGUE_HREF}></relata-who-knows-whom>
      <section class="card" aria-labelledby="records">
        <h2 id="records">${t('person.records')}</h2>
        ${records.length === 0 ? html`<p>${t('person.records.none')}</p>` : nothing}
        <relata-record-list .records=${records} kinds></relata-record-list>
      </section>
    `;
  }
}

const facts = ({ company, emails, class: seenAs, class_reason }: PersonPage): Fact[] => [
  { label: 'record.company', values: [company] },
  { label: 'record.emails', values: emails },
  { label: 'person.class', values: [seenAs === 'person' ? null : `${seenAs}: ${class_reason}`] },
];

declare global {
  interface HTMLElementTagNameMap {
    'relata-person-page': RelataPersonPage;
  }
}
