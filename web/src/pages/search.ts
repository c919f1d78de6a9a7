import { Task } from '@lit/task';
import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { SHORTEST_QUERY, search } from '../api/search.js';
import type { SearchHit } from '../api/types.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { SERVER } from './server.js';
import '../components/problem/problem.js';
import '../components/search-results/search-results.js';
import '../components/skeleton/skeleton.js';

const MOST_RESULTS = 50;

/**
 * @summary Everything a search found, at an address one can share.
 */
@customElement('relata-search-page')
export class RelataSearchPage extends LitElement {
  static styles = [base, page];

  @property() query = '';

  private readonly results = new Task(this, {
    task: async ([query], { signal }) =>
      query.length < SHORTEST_QUERY ? null : (await search(SERVER, query, MOST_RESULTS, signal)).results,
    args: () => [this.query.trim()] as const,
  });

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('query')) setTitle(t('search.title'));
  }

  render() {
    return html`
      <h1>${this.query ? t('search.title.query', { query: this.query }) : t('search.title')}</h1>
      ${this.results.render({
        pending: () => html`<relata-skeleton></relata-skeleton>`,
        error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.results.run()}></relata-problem>`,
        complete: (results) => this.found(results),
      })}
    `;
  }

  private found(results: SearchHit[] | null) {
    if (results === null) return html`<p>${t('search.short')}</p>`;
    if (results.length === 0) {
      return html`<div class="card" role="status"><strong>${t('search.none', { query: this.query })}</strong><p>${t('search.none.hint')}</p></div>`;
    }
    return html`
      <p class="visually-hidden" role="status">${t('search.found', { count: results.length })}</p>
      <div class="card"><relata-search-results .results=${results}></relata-search-results></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-search-page': RelataSearchPage;
  }
}
