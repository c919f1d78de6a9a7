import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { getOverview } from '../api/overview.js';
import { KINDS } from '../api/record-query.js';
import { listRecords } from '../api/records.js';
import type { Overview, RecordRow } from '../api/types.js';
import { queryOfView } from '../components/record-views/views.js';
import { t } from '../locales/t.js';
import { hrefOfList, hrefOfMoves, hrefOfRecords } from '../routes.js';
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
import '../widgets/consent-banner/consent-banner.js';
import '../widgets/moves/moves.js';
import '../widgets/search/search.js';

const FIRST_RECORDS = 6;
const FIRST_MINE = 5;
const FIRST_MOVES = 8;
/** Records looked at to choose those. */
const LOOKED_AT = 50;

/**
 * @summary The first page: a search, the viewer's own deals, what moved, a few records to start with, what the data hold, and
 * whether everything is there.
 */
@customElement('relata-overview-page')
export class RelataOverviewPage extends LitElement {
  static styles = [base, page, styles];

  private readonly overview = new Task(this, {
    task: async (_, { signal }) => {
      const overview = await getOverview(SERVER, signal);
      // Whoever gives the consent, or reads the audit trail, may see this page and no record.
      const found = await listRecords(SERVER, { kind: 'contact', sort: 'name', order: 'asc' }, 0, LOOKED_AT, signal).catch(() => null);
      return { overview, records: fullNamesFirst(found?.records ?? []).slice(0, FIRST_RECORDS) };
    },
    args: () => [],
  });

  /** The viewer's own; what may not be seen, or is not there, is left out. */
  private readonly mine = new Task(this, {
    task: (_, { signal }) => listRecords(SERVER, queryOfView('opportunity', 'mine'), 0, FIRST_MINE, signal).catch(() => null),
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

  private content(overview: Overview, records: RecordRow[]) {
    return html`
      <relata-consent-banner .server=${SERVER} .enabling=${overview.enabling}></relata-consent-banner>
      <header class="hero">
        <h1>${t('overview.title', { organisation: overview.organisation })}</h1>
        <p>${t('overview.intro')}</p>
        <relata-search .server=${SERVER}></relata-search>
        ${this.computed(overview)}
      </header>
      ${overview.computed_for === null ? this.unpublished() : nothing}
      ${this.own()} ${overview.computed_for === null ? nothing : this.moves()} ${records.length > 0 ? this.records(records) : nothing}
      <section aria-labelledby="counts">
        <h2 id="counts" class="visually-hidden">${t('overview.counts')}</h2>
        <relata-counts .counts=${overview.counts}></relata-counts>
      </section>
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

  private own() {
    const mine = this.mine.value;
    if (!mine || mine.total === 0) return nothing;
    return html`
      <section class="card" aria-labelledby="mine">
        <h2 id="mine">${t('overview.mine')}</h2>
        <p class="faint">${t('overview.mine.why')}</p>
        <relata-record-list .records=${mine.records} health></relata-record-list>
        <nav aria-labelledby="mine">
          <a href=${hrefOfList(queryOfView('opportunity', 'mine'))}>${t('overview.mine.all', { count: mine.total })}</a>
        </nav>
      </section>
    `;
  }

  private moves() {
    return html`
      <section class="card" aria-labelledby="moves">
        <h2 id="moves">${t('moves.week')}</h2>
        <relata-what-moved .server=${SERVER} .limit=${FIRST_MOVES}></relata-what-moved>
        <nav aria-labelledby="moves"><a href=${hrefOfMoves(7)}>${t('moves.all')}</a></nav>
      </section>
    `;
  }

  private records(records: RecordRow[]) {
    return html`
      <section class="card" aria-labelledby="records">
        <h2 id="records">${t('overview.records')}</h2>
        <relata-record-list .records=${records}></relata-record-list>
        <nav aria-labelledby="records">
          ${KINDS.map(
            (kind) => html`<a href=${hrefOfRecords(kind)}>${t('overview.records.all', { kind: t(`kinds.${kind}`).toLowerCase() })}</a>`,
          )}
        </nav>
      </section>
    `;
  }
}

/** Records made from bare addresses tell nobody anything; those with a first and a last name make a better start. */
function fullNamesFirst(records: RecordRow[]): RecordRow[] {
  const isFull = ({ name }: RecordRow) => /\p{L}\s+\p{L}/u.test(name);
  return [...records.filter(isFull), ...records.filter((it) => !isFull(it))];
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-overview-page': RelataOverviewPage;
  }
}
