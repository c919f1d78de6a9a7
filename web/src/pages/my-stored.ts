import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getStored, listViews, requestEverything } from '../api/me.js';
import type { MyStored, View } from '../api/types.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { Paged } from './paged.js';
import { SERVER } from './server.js';
import '../components/fault/fault.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';
import '../components/stored-about-me/stored-about-me.js';
import '../components/view-list/view-list.js';

/** So often is asked whether everything has been put together. */
const ASK_AGAIN_MS = 3000;

/**
 * @summary What is stored about the viewer, and who looked at their connections.
 */
@customElement('relata-my-stored')
export class RelataMyStored extends LitElement {
  static styles = [base, page];

  @state() private stored: MyStored | null = null;
  @state() private busy = false;
  @state() private fault: unknown = null;

  private later: ReturnType<typeof setTimeout> | undefined;

  private readonly loaded = new Task(this, { task: async (_, { signal }) => this.keep(await getStored(SERVER, signal)), args: () => [] });
  private readonly views = new Paged<View>(this, async (before, signal) => {
    const { views, next } = await listViews(SERVER, before, signal);
    return { items: views, next };
  });

  connectedCallback() {
    super.connectedCallback();
    void this.views.restart();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.later);
  }

  render() {
    return html`
      <section class="card" aria-labelledby="stored">
        <h2 id="stored">${t('stored.title')}</h2>
        ${this.stored ? this.content(this.stored) : this.loading()}
      </section>
      <section class="card" aria-labelledby="views">
        <h2 id="views">${t('views.title')}</h2>
        <p class="faint">${t('views.why')}</p>
        ${this.looked()}
      </section>
    `;
  }

  private loading() {
    return this.loaded.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.loaded.run()}></relata-problem>`,
    });
  }

  private content(stored: MyStored) {
    return html`
      <relata-stored-about-me .stored=${stored} .busy=${this.busy} @relata-everything=${this.everything}></relata-stored-about-me>
      <relata-fault .error=${this.fault}></relata-fault>
    `;
  }

  private looked() {
    const { items, loading, error, hasMore } = this.views;
    return html`
      ${items.length > 0 ? html`<relata-view-list .views=${items}></relata-view-list>` : nothing}
      ${items.length === 0 && !loading && error === null ? html`<p>${t('views.none')}</p>` : nothing}
      ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
      ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.views.load()}></relata-problem>` : nothing}
      ${hasMore ? html`<fluent-button role="button" @click=${() => this.views.load()}>${t('more.load')}</fluent-button>` : nothing}
    `;
  }

  private async everything() {
    this.busy = true;
    this.fault = null;
    try {
      await requestEverything(SERVER);
      await this.loaded.run();
    } catch (error) {
      this.fault = error;
    }
    this.busy = false;
  }

  /** As long as it is put together, the page asks how far it is. */
  private keep(stored: MyStored) {
    this.stored = stored;
    clearTimeout(this.later);
    if (stored.access_request?.state === 'requested') this.later = setTimeout(() => void this.loaded.run(), ASK_AGAIN_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-stored': RelataMyStored;
  }
}
