import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { getOverview } from '../api/overview.js';
import { listRecords } from '../api/records.js';
import type { Overview, RecordSummary } from '../api/types.js';
import { t } from '../locales/t.js';
import { hrefOfRecords } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { day, moment } from '../wording/time.js';
import { styles } from './overview.styles.js';
import { SERVER } from './server.js';
import '../components/counts/counts.js';
import '../components/ledger/ledger.js';
import '../components/problem/problem.js';
import '../components/record-list/record-list.js';
import '../components/skeleton/skeleton.js';
import '../widgets/search/search.js';

const FIRST_RECORDS = 6;

/**
 * @summary The first page: a search, what the data hold, whether everything is there, and a few records to start with.
 */
@customElement('relata-overview-page')
export class RelataOverviewPage extends LitElement {
  static styles = [base, page, styles];

  private readonly overview = new Task(this, {
    task: async (_, { signal }) => {
      const overview = await getOverview(SERVER, signal);
      const { records } = await listRecords(SERVER, 'contact', undefined, signal);
      return { overview, records: fullNamesFirst(records).slice(0, FIRST_RECORDS) };
    },
    args: () => [],
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('nav.overview'));
  }

  render() {
    return this.overview.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.overview.run()}></relata-problem>`,
      complete: ({ overview, records }) => this.content(overview, records),
    });
  }

  private content(overview: Overview, records: RecordSummary[]) {
    return html`
      <header class="hero">
        <h1>${t('overview.title', { organisation: overview.organisation })}</h1>
        <p>${t('overview.intro')}</p>
        <relata-search .server=${SERVER}></relata-search>
        ${this.computed(overview)}
      </header>
      ${overview.computed_for === null ? this.unpublished() : nothing}
      <section aria-labelledby="counts">
        <h2 id="counts" class="visually-hidden">${t('overview.counts')}</h2>
        <relata-counts .counts=${overview.counts}></relata-counts>
      </section>
      ${records.length > 0 ? this.records(records) : nothing}
      <section class="card" aria-labelledby="ledger">
        <h2 id="ledger">${t('ledger.title')}</h2>
        <p class="faint">${t('ledger.intro')}</p>
        <relata-ledger .sources=${overview.sources}></relata-ledger>
      </section>
    `;
  }

  private computed({ computed_for, computed_at }: Overview) {
    if (computed_for === null) return nothing;
    return html`
      <p class="faint">
        <span>${t('overview.as_of', { day: day(computed_for) })}</span>
        ${computed_at ? html`<span>${t('overview.computed', { moment: moment(computed_at) })}</span>` : nothing}
      </p>
    `;
  }

  private unpublished() {
    return html`
      <section class="card unpublished" role="status">
        <h2>${t('overview.unpublished.title')}</h2>
        <p>${t('overview.unpublished')}</p>
      </section>
    `;
  }

  private records(records: RecordSummary[]) {
    return html`
      <section class="card" aria-labelledby="records">
        <h2 id="records">${t('overview.records')}</h2>
        <relata-record-list .records=${records}></relata-record-list>
        <nav aria-labelledby="records">
          ${(['contact', 'lead', 'account'] as const).map(
            (kind) => html`<a href=${hrefOfRecords(kind)}>${t('overview.records.all', { kind: t(`kinds.${kind}`).toLowerCase() })}</a>`,
          )}
        </nav>
      </section>
    `;
  }
}

/** Records made from bare addresses tell nobody anything; those with a first and a last name make a better start. */
function fullNamesFirst(records: RecordSummary[]): RecordSummary[] {
  const isFull = ({ name }: RecordSummary) => /\p{L}\s+\p{L}/u.test(name);
  return [...records.filter(isFull), ...records.filter((it) => !isFull(it))];
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-overview-page': RelataOverviewPage;
  }
}
