import { Task } from '@lit/task';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecordPage } from '../api/types.js';
import { getRecord } from '../api/records.js';
import { t } from '../locales/t.js';
import { COLLEAGUE_HREF } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { isInvented, mainFacts } from './record-facts.js';
import { SERVER } from './server.js';
import '../components/page-header/page-header.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';
import '../widgets/who-knows-whom/who-knows-whom.js';
import './about.js';
import './record-coverage.js';
import './relationship.js';

const TABS = ['relationship', 'whom', 'about'] as const;
export type RecordTab = (typeof TABS)[number];

/** Behind these stand several people, so that it is worth a map who of ours knows which of them. */
const MANY: RecordPage['kind'][] = ['account', 'opportunity'];

/** The tab an address asks for; the relationship when it asks for none we know. */
export const tabOf = (asked: string | null): RecordTab => TABS.find((it) => it === asked) ?? 'relationship';

/**
 * @summary A contact, lead, account or opportunity: how the relationship stands, who knows whom, and its fields.
 */
@customElement('relata-record-page')
export class RelataRecordPage extends LitElement {
  static styles = [base, page];

  @property() record = '';
  @property() tab: RecordTab = 'relationship';

  /** Tabs that were looked at stay as they were left. */
  private visited = new Set<RecordTab>();

  private readonly found = new Task(this, {
    task: async ([record], { signal }) => {
      const found = await getRecord(SERVER, record, signal);
      setTitle(found.name);
      return found;
    },
    args: () => [this.record] as const,
  });

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('record')) this.visited.clear();
    this.visited.add(this.tab);
  }

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
        .facts=${mainFacts(record)}
        .invented=${isInvented(record, 'name')}
      ></relata-page-header>
      <fluent-tablist activeid=${this.tab} aria-label=${t('record.tabs')} @change=${this.chosen}>
        ${TABS.map((it) => html`<fluent-tab id=${it} aria-controls="panel-${it}">${t(`record.tab.${it}`)}</fluent-tab>`)}
      </fluent-tablist>
      ${TABS.map((it) => this.panel(it, record))}
    `;
  }

  private panel(tab: RecordTab, record: RecordPage) {
    return html`
      <div id="panel-${tab}" class="panel" role="tabpanel" aria-labelledby=${tab} ?hidden=${tab !== this.tab}>
        ${this.visited.has(tab) ? this.inside(tab, record) : nothing}
      </div>
    `;
  }

  private inside(tab: RecordTab, record: RecordPage) {
    switch (tab) {
      case 'relationship':
        return html`<relata-relationship .record=${record}></relata-relationship>`;
      case 'whom':
        return html`
          <relata-who-knows-whom .server=${SERVER} .record=${record.id} .colleagueHref=${COLLEAGUE_HREF}></relata-who-knows-whom>
          ${MANY.includes(record.kind) ? html`<relata-record-coverage .record=${record.id}></relata-record-coverage>` : nothing}
        `;
      case 'about':
        return html`<relata-about .record=${record}></relata-about>`;
    }
  }

  /** The address follows without a visit: the focus stays on the tab, and nothing scrolls. */
  private chosen(event: Event) {
    const { activeid } = event.currentTarget as HTMLElement & { activeid: string };
    if (activeid === this.tab) return;
    this.tab = tabOf(activeid);
    history.replaceState(null, '', `${location.pathname}?tab=${this.tab}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-page': RelataRecordPage;
  }
}
