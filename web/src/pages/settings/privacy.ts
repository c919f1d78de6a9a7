import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { listAccessRequests, requestAccess } from '../../api/access-requests.js';
import { listErasures, requestErasure } from '../../api/erasures.js';
import type { AccessRequest, Erasure, ErasureSubject } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { filters } from '../../styles/filters.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import type { SubjectEvent } from '../../widgets/subject-dialog/subject-dialog.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { Polling } from './polling.js';
import { styles } from './privacy.styles.js';
import '../../components/access-request-list/access-request-list.js';
import '../../components/erasure-list/erasure-list.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';
import '../../widgets/subject-dialog/subject-dialog.js';

/**
 * @summary What people may ask for: to be forgotten, with a receipt that can be checked, and to get everything that is stored
 * about them.
 */
@customElement('relata-privacy-page')
export class RelataPrivacyPage extends LitElement {
  static styles = [base, controls, page, form, filters, styles];

  @state() private erasures: Erasure[] | null = null;
  @state() private requests: AccessRequest[] = [];
  @state() private purpose: 'erase' | 'access' | null = null;
  @state() private done = '';

  private readonly attempt = new Attempt(this);
  private readonly loaded = new Task(this, { task: (_, { signal }) => this.load(signal), args: () => [] });

  constructor() {
    super();
    new Polling(
      this,
      () => this.load(new AbortController().signal),
      () => [...(this.erasures ?? []), ...this.requests].some(({ state }) => state === 'requested'),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.area.privacy'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('settings.area.privacy')}</h1>
        <p>${t('privacy.intro')}</p>
      </hgroup>
      ${this.erasures
        ? this.content(this.erasures)
        : this.loaded.render({
            pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
            error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
          })}
    `;
  }

  private content(erasures: Erasure[]) {
    return html`
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>${this.done}</p>
      <section class="card" aria-labelledby="erasures">
        <div class="head">
          <h2 id="erasures">${t('erasure.all')}</h2>
          <button class="button" @click=${() => this.open('erase')}>${t('erasure.new')}</button>
        </div>
        <p class="why">${t('erasure.why')}</p>
        ${erasures.length === 0 ? html`<p class="empty">${t('erasure.none')}</p>` : html`<relata-erasure-list .server=${SERVER} .erasures=${erasures}></relata-erasure-list>${this.check()}`}
      </section>
      <section class="card" aria-labelledby="access">
        <div class="head">
          <h2 id="access">${t('access.title')}</h2>
          <button class="button" @click=${() => this.open('access')}>${t('access.new')}</button>
        </div>
        <p class="why">${t('access.why')}</p>
        ${this.requests.length === 0 ? html`<p class="empty">${t('access.none')}</p>` : html`<relata-access-request-list .server=${SERVER} .requests=${this.requests}></relata-access-request-list>`}
      </section>
      <relata-subject-dialog .server=${SERVER} .purpose=${this.purpose} ?busy=${this.attempt.busy} .error=${this.purpose ? this.attempt.error : null}
        @relata-subject=${this.request} @relata-close=${() => (this.purpose = null)}></relata-subject-dialog>
    `;
  }

  private check() {
    return html`
      <details>
        <summary>${t('erasure.check')}</summary>
        <p>${t('erasure.check.how')}</p>
        <pre tabindex="0"><code>relata receipt verify receipt.json</code></pre>
        <p class="why">${t('erasure.check.what')}</p>
      </details>
    `;
  }

  private open(purpose: 'erase' | 'access') {
    this.attempt.clear();
    this.purpose = purpose;
  }

  private async request({ subject, reason }: SubjectEvent) {
    const { purpose } = this;
    const asked = await this.attempt.now(async () => {
      await (purpose === 'erase' ? requestErasure(SERVER, subject, reason) : requestAccess(SERVER, whoOf(subject)));
      await this.load(new AbortController().signal);
    });
    if (!asked) return;
    this.purpose = null;
    this.done = t(purpose === 'erase' ? 'erasure.done' : 'access.done');
  }

  private async load(signal: AbortSignal) {
    const [{ erasures }, { requests }] = await Promise.all([listErasures(SERVER, signal), listAccessRequests(SERVER, signal)]);
    this.requests = requests;
    this.erasures = erasures;
  }
}

/** An access request is always about a person. */
const whoOf = ({ id, address }: ErasureSubject) => (id ? { id } : { address: address ?? '' });

declare global {
  interface HTMLElementTagNameMap {
    'relata-privacy-page': RelataPrivacyPage;
  }
}
