import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getRecord } from '../api/records.js';
import type { RecordPage } from '../api/types.js';
import type { Fact } from '../components/page-header/page-header.js';
import { t } from '../locales/t.js';
import { COLLEAGUE_HREF, hrefOfPerson, hrefOfRecord } from '../routes.js';
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
 * @summary A contact, lead or account: its fields, who knows whom, and an account's contacts and leads.
 */
@customElement('relata-record-page')
export class RelataRecordPage extends LitElement {
  static styles = [base, page];

  @property() record = '';

  private readonly found = new Task(this, {
    task: async ([record], { signal }) => {
      const found = await getRecord(SERVER, record, signal);
      setTitle(found.name);
      return found;
    },
    args: () => [this.record] as const,
  });

  render() {
    return this.found.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.found.run()}></relata-problem>`,
      complete: (record) => this.content(record),
    });
  }

  private content(record: RecordPage) {
    return html`
      <relata-page-header
        .kind=${t(`kind.${record.kind}`)}
        .name=${record.name}
        .facts=${facts(record)}
        .invented=${isInvented(record, 'name')}
      >
        ${record.person ? html`<a href=${hrefOfPerson(record.person)}>${t('record.person')}</a>` : nothing}
      </relata-page-header>
      <relata-who-knows-whom .server=${SERVER} .record=${record.id} .colleagueHref=${COLLEAGUE_HREF}></relata-who-knows-whom>
      ${record.kind === 'account' ? this.people(record) : nothing}
    `;
  }

  private people({ contacts }: RecordPage) {
    return html`
      <section class="card" aria-labelledby="people">
        <h2 id="people">${t('record.people')}</h2>
        ${contacts.length === 0
          ? html`<p>${t('record.people.none')}</p>`
          : html`<relata-record-list .records=${contacts} kinds></relata-record-list>`}
      </section>
    `;
  }
}

function facts(record: RecordPage): Fact[] {
  const { title, company, account, emails, domains, owner, state } = record;
  return [
    { label: 'record.title', values: [title], invented: isInvented(record, 'title') },
    { label: 'record.company', values: [account ? null : company], invented: isInvented(record, 'company') },
    { label: 'record.account', values: [account?.name ?? null], ...(account && { href: hrefOfRecord(account.id) }) },
    { label: 'record.emails', values: emails, invented: isInvented(record, 'emails') },
    { label: 'record.domains', values: domains, invented: isInvented(record, 'domains') },
    { label: 'record.owner', values: [owner], invented: isInvented(record, 'owner') },
    { label: 'record.state', values: [state], invented: isInvented(record, 'state') },
  ];
}

const isInvented = ({ invented }: RecordPage, field: keyof RecordPage) => invented.includes(field);

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-page': RelataRecordPage;
  }
}
