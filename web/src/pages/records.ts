import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecordRow } from '../api/types.js';
import { KINDS, isNarrowed, readRecordQuery, recordParams, type RecordQuery } from '../api/record-query.js';
import { hrefOfRecordsCsv, listRecords } from '../api/records.js';
import type { FilterEvent } from '../components/record-filters/record-filters.events.js';
import type { SortEvent, WindowEvent } from '../components/record-table/record-table.events.js';
import { queryOfView, viewLabel, viewOf } from '../components/record-views/views.js';
import { downloadIcon } from '../icons.js';
import { t } from '../locales/t.js';
import { navigate, replace } from '../router.js';
import { hrefOfList } from '../routes.js';
import { base, controls } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { moment } from '../wording/time.js';
import { styles } from './records.styles.js';
import { SERVER } from './server.js';
import { Windowed } from './windowed.js';
import '../components/problem/problem.js';
import '../components/record-filters/record-filters.js';
import '../components/record-table/record-table.js';
import '../components/record-views/record-views.js';
import '../components/skeleton/skeleton.js';

/** Fields of a row that are marked when the sample made them up. */
const MARKED = ['revenue', 'close_on', 'owner'];
/** So long the scrolling must rest before the place is remembered. */
const REST_MS = 200;

/**
 * @summary Records of a kind in a table of any length, by health or whatever else. The address holds kind, filters and
 * order; the place one had scrolled to is there again when one comes back.
 */
@customElement('relata-records-page')
export class RelataRecordsPage extends LitElement {
  static styles = [base, controls, page, styles];

  /** Of the page's address. */
  @property({ attribute: false }) address = new URLSearchParams();

  private query = readRecordQuery(this.address);
  private computedAt: string | null = null;
  private first = 0;
  private rest?: ReturnType<typeof setTimeout>;

  private readonly records = new Windowed<RecordRow>(this, async (offset, limit, signal) => {
    const { records, total, computed_at } = await listRecords(SERVER, this.query, offset, limit, signal);
    this.computedAt = computed_at;
    return { items: records, total };
  });

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.rest);
  }

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('address')) return;
    const query = readRecordQuery(this.address);
    if (this.hasUpdated && isSame(query, this.query)) return;
    clearTimeout(this.rest);
    this.query = query;
    this.first = rowOf(history.state);
    setTitle(t(viewLabel(query.kind, viewOf(query))));
    this.records.restart(this.first);
  }

  render() {
    const { kind } = this.query;
    return html`
      <header>
        <h1>${t(viewLabel(kind, viewOf(this.query)))}</h1>
        ${this.sum()}
      </header>
      <fluent-tablist activeid=${kind} aria-label=${t('records.kinds')} @change=${this.chosen}>
        ${KINDS.map((it) => html`<fluent-tab id=${it} aria-controls="panel">${t(`kinds.${it}`)}</fluent-tab>`)}
      </fluent-tablist>
      <div id="panel" role="tabpanel" aria-labelledby=${kind}>
        <relata-record-views .query=${this.query}></relata-record-views>
        <relata-record-filters .query=${this.query} @relata-filter=${this.filtered}></relata-record-filters>
        ${this.list()}
      </div>
    `;
  }

  private sum() {
    const { total } = this.records.rows;
    return html`
      <p class="faint">
        <span role="status">${total === null ? nothing : t('records.count', { count: total })}</span>
        ${this.computedAt ? html`<span>${t('records.computed', { moment: moment(this.computedAt) })}</span>` : nothing}
        ${total ? this.download(total) : nothing}
      </p>
    `;
  }

  private download(count: number) {
    return html`
      <a class="download" href=${hrefOfRecordsCsv(SERVER, this.query)} download title=${t('records.csv.why', { count })}>
        ${downloadIcon} ${t('records.csv')}
      </a>
    `;
  }

  private list() {
    const { rows, error } = this.records;
    const problem = error ? html`<relata-problem .error=${error} @relata-retry=${() => this.records.retry()}></relata-problem>` : nothing;
    if (rows.total === null) return error ? problem : html`<div class="card"><relata-skeleton .rows=${8}></relata-skeleton></div>`;
    if (rows.total === 0) return this.nothing();
    return html`
      ${problem}
      <relata-record-table
        .label=${t(viewLabel(this.query.kind, viewOf(this.query)))}
        .kind=${this.query.kind}
        .rows=${rows}
        .sort=${this.query.sort}
        .order=${this.query.order}
        .first=${this.first}
        @relata-window=${this.looked}
        @relata-sort=${this.sorted}
      ></relata-record-table>
      <p class="faint">${t('records.counted')} ${this.isInvented() ? t('records.invented') : nothing}</p>
    `;
  }

  private nothing() {
    const kind = t(`kinds.${this.query.kind}`).toLowerCase();
    if (!isNarrowed(this.query)) return html`<div class="card" role="status"><p>${t('records.none', { kind })}</p></div>`;
    return html`
      <div class="card" role="status">
        <strong>${t('records.none.narrowed', { kind })}</strong>
        <p>${t(this.query.mine ? 'records.none.mine.hint' : 'records.none.narrowed.hint')}</p>
        <p><a href=${hrefOfList({ kind: this.query.kind, sort: 'name', order: 'asc' })}>${t(viewLabel(this.query.kind, 'all'))}</a></p>
      </div>
    `;
  }

  /** Whether a row in sight carries the mark. */
  private isInvented() {
    return this.records.rows.at(this.first)?.invented.some((it) => MARKED.includes(it)) ?? false;
  }

  private chosen(event: Event) {
    const { activeid } = event.currentTarget as HTMLElement & { activeid: string };
    const kind = KINDS.find((it) => it === activeid);
    if (kind && kind !== this.query.kind) navigate(hrefOfList(queryOfView(kind, viewOf(this.query))));
  }

  private filtered({ query, typing }: FilterEvent) {
    (typing ? replace : navigate)(hrefOfList(query));
  }

  private sorted({ sort, order }: SortEvent) {
    navigate(hrefOfList({ ...this.query, sort, order }));
  }

  private looked({ from, until }: WindowEvent) {
    this.records.show(from, until);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => history.replaceState({ row: from }, ''), REST_MS);
  }
}

/** Where one had scrolled to, as the browser's history remembers. */
const rowOf = (state: unknown) => (state as { row?: number } | null)?.row ?? 0;

const isSame = (one: RecordQuery, other: RecordQuery) => JSON.stringify(recordParams(one)) === JSON.stringify(recordParams(other));

declare global {
  interface HTMLElementTagNameMap {
    'relata-records-page': RelataRecordsPage;
  }
}
