import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listColleagues } from '../api/colleagues.js';
import type { Colleague } from '../api/types.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { Paged } from './paged.js';
import { SERVER } from './server.js';
import '../components/colleague-list/colleague-list.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary All colleagues of the directory, loaded in portions.
 */
@customElement('relata-colleagues-page')
export class RelataColleaguesPage extends LitElement {
  static styles = [base, page];

  private readonly colleagues = new Paged<Colleague>(this, async (after, signal) => {
    const { colleagues, next } = await listColleagues(SERVER, after, signal);
    return { items: colleagues, next };
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('colleagues.title'));
    void this.colleagues.restart();
  }

  render() {
    const { items, loading, error, hasMore } = this.colleagues;
    const isEmpty = items.length === 0 && !loading && error === null;
    return html`
      <h1>${t('colleagues.title')}</h1>
      <div class="card">
        <relata-colleague-list .colleagues=${items}></relata-colleague-list>
        ${isEmpty ? html`<p>${t('colleagues.none')}</p>` : nothing}
        ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
        ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.colleagues.load()}></relata-problem>` : nothing}
        ${hasMore ? html`<fluent-button role="button" @click=${() => this.colleagues.load()}>${t('more.load')}</fluent-button>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-colleagues-page': RelataColleaguesPage;
  }
}
