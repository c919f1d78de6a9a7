import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { listRecords } from '../api/records.js';
import type { RecordKind, RecordSummary } from '../api/types.js';
import { t } from '../locales/t.js';
import { navigate } from '../router.js';
import { hrefOfRecords } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { Paged } from './paged.js';
import { SERVER } from './server.js';
import '../components/problem/problem.js';
import '../components/record-list/record-list.js';
import '../components/skeleton/skeleton.js';

const KINDS: RecordKind[] = ['contact', 'lead', 'account'];

/** The kind an address asks for; contacts when it asks for none we know. */
export const kindOf = (asked: string | null): RecordKind => KINDS.find((it) => it === asked) ?? 'contact';

/**
 * @summary All records of a kind, loaded in portions.
 */
@customElement('relata-records-page')
export class RelataRecordsPage extends LitElement {
  static styles = [base, page];

  @property() kind: RecordKind = 'contact';

  private readonly records = new Paged<RecordSummary>(this, async (after, signal) => {
    const { records, next } = await listRecords(SERVER, this.kind, after, signal);
    return { items: records, next };
  });

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('kind')) return;
    setTitle(t(`kinds.${this.kind}`));
    void this.records.restart();
  }

  render() {
    return html`
      <h1>${t('records.title')}</h1>
      <fluent-tablist activeid=${this.kind} @change=${this.chosen}>
        ${KINDS.map((it) => html`<fluent-tab id=${it} aria-controls="panel">${t(`kinds.${it}`)}</fluent-tab>`)}
      </fluent-tablist>
      <div id="panel" class="card" role="tabpanel" aria-labelledby=${this.kind}>${this.list()}</div>
    `;
  }

  private list() {
    const { items, loading, error, hasMore } = this.records;
    const isEmpty = items.length === 0 && !loading && error === null;
    return html`
      <relata-record-list .records=${items}></relata-record-list>
      ${isEmpty ? html`<p>${t('records.none', { kind: t(`kinds.${this.kind}`).toLowerCase() })}</p>` : nothing}
      ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
      ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.records.load()}></relata-problem>` : nothing}
      ${hasMore ? html`<fluent-button role="button" @click=${() => this.records.load()}>${t('more.load')}</fluent-button>` : nothing}
    `;
  }

  private chosen(event: Event) {
    const { activeid } = event.currentTarget as HTMLElement & { activeid: string };
    if (activeid !== this.kind) navigate(hrefOfRecords(kindOf(activeid)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-records-page': RelataRecordsPage;
  }
}
