import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { auditDownload, checkAudit, listAudit, type AuditQuery } from '../../api/audit.js';
import { ApiProblem } from '../../api/client.js';
import type { AuditCheck, AuditEvent } from '../../api/types.js';
import { downloadIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { filters } from '../../styles/filters.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { select } from '../../styles/select.styles.js';
import { setTitle } from '../../title.js';
import { ACTIONS, actionInWords } from '../../wording/audit.js';
import { plain } from '../../wording/outside.js';
import { Paged } from '../paged.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { styles } from './audit.styles.js';
import '../../components/audit-list/audit-list.js';
import '../../components/fault/fault.js';
import '../../components/problem/problem.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';

const FORBIDDEN = 403;

/**
 * @summary The audit trail: who did and looked at what, narrowed by action and by person, as a file, and checked for lines that
 * were changed.
 */
@customElement('relata-audit-page')
export class RelataAuditPage extends LitElement {
  static styles = [base, controls, select, page, filters, form, styles];

  @state() private query: AuditQuery = { action: '', actor: '' };
  /** Everybody who was seen in the trail so far. */
  @state() private actors = new Map<string, string>();
  @state() private checked: AuditCheck | null = null;

  private readonly attempt = new Attempt(this);
  private readonly events = new Paged<AuditEvent>(this, async (before, signal) => {
    const { events, next } = await listAudit(SERVER, this.query, before, signal);
    this.actors = new Map([...this.actors, ...events.map(({ actor }) => [actor.id, actor.name] as const)]);
    return { items: events, next };
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('audit.title'));
    void this.events.restart();
  }

  render() {
    const { error } = this.events;
    return html`
      <hgroup>
        <h1>${t('audit.title')}</h1>
        <p>${t('audit.intro')}</p>
      </hgroup>
      ${error instanceof ApiProblem && error.status === FORBIDDEN ? html`<relata-refusal .error=${error}></relata-refusal>` : this.content()}
    `;
  }

  private content() {
    const { items, loading, error, hasMore } = this.events;
    const isEmpty = items.length === 0 && !loading && error === null;
    return html`
      <section class="card" aria-labelledby="chain">
        <h2 id="chain">${t('audit.chain')}</h2>
        <p class="why">${t('audit.chain.why')}</p>
        <div class="actions start">
          <button class="button" ?disabled=${this.attempt.busy} @click=${this.check}>${t(this.attempt.busy ? 'audit.checking' : 'audit.check')}</button>
          <a class="button" download href=${auditDownload(SERVER)}>${downloadIcon} ${t('audit.download')}</a>
        </div>
        <div role="status">${this.checked ? this.result(this.checked) : nothing}</div>
        <relata-fault .error=${this.attempt.fault}></relata-fault>
      </section>
      <section class="card" aria-labelledby="events">
        <h2 id="events" class="visually-hidden">${t('audit.events')}</h2>
        ${this.filters()}
        <relata-audit-list .events=${items} ?hidden=${items.length === 0}></relata-audit-list>
        ${isEmpty ? html`<p role="status">${t(this.query.action || this.query.actor ? 'audit.none.narrowed' : 'audit.none')}</p>` : nothing}
        ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
        ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.events.load()}></relata-problem>` : nothing}
        ${hasMore ? html`<button class="button start" @click=${() => this.events.load()}>${t('audit.older')}</button>` : nothing}
      </section>
    `;
  }

  private filters() {
    const { action, actor } = this.query;
    return html`
      <div class="filters" role="search" aria-label=${t('audit.filter')}>
        <label class="field">
          ${t('audit.action')}
          <select @change=${(event: Event) => this.narrow({ action: valueOf(event) })}>
            <option value="">${t('audit.action.all')}</option>
            ${ACTIONS.map((it) => html`<option value=${it} .selected=${it === action}>${capital(actionInWords(it))}</option>`)}
          </select>
        </label>
        <label class="field">
          ${t('audit.actor')}
          <select @change=${(event: Event) => this.narrow({ actor: valueOf(event) })}>
            <option value="">${t('audit.actor.all')}</option>
            ${[...this.actors].map(([id, name]) => html`<option value=${id} .selected=${id === actor}>${plain(name)}</option>`)}
          </select>
        </label>
      </div>
    `;
  }

  private result({ intact, checked, broken_at, why }: AuditCheck) {
    return html`<p class=${intact ? 'done' : 'broken'}>${intact ? t('audit.intact', { count: checked }) : t('audit.broken', { number: plain(broken_at ?? ''), why: plain(why ?? ''), count: checked })}</p>`;
  }

  private async check() {
    this.checked = null;
    await this.attempt.now(async () => {
      this.checked = await checkAudit(SERVER, new AbortController().signal);
    });
  }

  private narrow(changed: Partial<AuditQuery>) {
    this.query = { ...this.query, ...changed };
    void this.events.restart();
  }
}

const valueOf = (event: Event) => (event.target as HTMLSelectElement).value;
const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

declare global {
  interface HTMLElementTagNameMap {
    'relata-audit-page': RelataAuditPage;
  }
}
