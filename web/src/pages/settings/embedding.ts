import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getOrigins, saveOrigins } from '../../api/embedding.js';
import type { Origin } from '../../api/types.js';
import type { AddOriginEvent, RemoveOriginEvent } from '../../components/origins/origins.js';
import { t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { filters } from '../../styles/filters.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { frameSnippet, mintSnippet } from './embedding-snippets.js';
import { styles } from './privacy.styles.js';
import '../../components/fault/fault.js';
import '../../components/origins/origins.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';
import '../../components/snippet/snippet.js';

/**
 * @summary Which other applications may show the widgets in their forms, and what to paste where.
 */
@customElement('relata-embedding-page')
export class RelataEmbeddingPage extends LitElement {
  static styles = [base, controls, page, form, filters, styles];

  @state() private origins: Origin[] | null = null;
  @state() private done = '';

  private readonly attempt = new Attempt(this);
  private readonly loaded = new Task(this, {
    task: async (_, { signal }) => {
      this.origins = (await getOrigins(SERVER, signal)).origins;
    },
    args: () => [],
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.area.embedding'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('settings.area.embedding')}</h1>
        <p>${t('embedding.intro')}</p>
      </hgroup>
      ${this.origins
        ? this.content(this.origins)
        : this.loaded.render({
            pending: () => html`<div class="card"><relata-skeleton .rows=${4}></relata-skeleton></div>`,
            error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
          })}
    `;
  }

  private content(origins: Origin[]) {
    return html`
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>${this.done}</p>
      <section class="card" aria-labelledby="origins">
        <h2 id="origins">${t('origins.title')}</h2>
        <p class="why">${t('origins.why')}</p>
        <relata-fault .error=${this.attempt.fault}></relata-fault>
        <relata-origins .origins=${origins} ?busy=${this.attempt.busy} @relata-add-origin=${({ origin }: AddOriginEvent) => this.add(origin)}
          @relata-remove-origin=${({ origin }: RemoveOriginEvent) => this.takeOut(origin)}></relata-origins>
      </section>
      <section class="card" aria-labelledby="paste">
        <h2 id="paste">${t('embedding.paste')}</h2>
        <ol class="says">
          <li>${t('embedding.step.token')} <a href=${hrefOfSettings('access')}>${t('embedding.step.token.link')}</a></li>
          <li>${t('embedding.step.mint')}</li>
          <li>${t('embedding.step.form')}</li>
        </ol>
        <relata-snippet .label=${t('embedding.snippet.mint')} .code=${mintSnippet(location.origin, origins[0]?.origin)}></relata-snippet>
        <relata-snippet .label=${t('embedding.snippet.element')} .code=${frameSnippet(location.origin)}></relata-snippet>
        <p class="why">${t('embedding.recipes')}</p>
      </section>
      ${this.attempt.dialog()}
    `;
  }

  private async add(origin: Origin) {
    await this.attempt.now(() => this.save([...(this.origins ?? []), origin], t('origins.done.added', { origin: origin.origin })));
  }

  private takeOut(gone: Origin) {
    const question = { heading: t('origins.remove.title', { origin: gone.origin }), says: [t('origins.remove.says')], action: t('frequency.remove'), grave: true };
    const left = (this.origins ?? []).filter(({ origin }) => origin !== gone.origin);
    this.attempt.ask(question, () => this.save(left, t('origins.done.removed', { origin: gone.origin })));
  }

  private async save(origins: Origin[], done: string) {
    const saved = await saveOrigins(SERVER, origins);
    this.origins = saved?.origins ?? origins;
    this.done = done;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-embedding-page': RelataEmbeddingPage;
  }
}
