import { Task } from '@lit/task';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Engagement, Level } from '../api/types.js';
import { getEngagement, getEngagementHistory, hrefOfEngagementCsv, listStale } from '../api/engagement.js';
import type { OpenAccountEvent } from '../components/engagement-table/engagement-table.events.js';
import { downloadIcon } from '../icons.js';
import { t } from '../locales/t.js';
import { navigate } from '../router.js';
import { hrefOfEngagement } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { choices } from '../styles/choices.styles.js';
import { page } from '../styles/page.styles.js';
import { select } from '../styles/select.styles.js';
import { setTitle } from '../title.js';
import { period } from '../wording/period.js';
import { styles } from './engagement.styles.js';
import { SERVER } from './server.js';
import '../components/engagement-history/engagement-history.js';
import '../components/engagement-privacy/engagement-privacy.js';
import '../components/engagement-stale/engagement-stale.js';
import '../components/engagement-table/engagement-table.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

const LEVELS: Level[] = ['week', 'month', 'year'];
const STALE_DAYS = 60;

/**
 * @summary Account engagement: what was released about accounts in a period, the history of one of them, accounts gone
 * stale, and how people are protected. The address holds level, period and the opened account.
 */
@customElement('relata-engagement-page')
export class RelataEngagementPage extends LitElement {
  static styles = [base, choices, select, page, styles];

  /** Of the page's address. */
  @property({ attribute: false }) address = new URLSearchParams();

  private level: Level = 'month';
  private start: string | undefined;
  private account: string | null = null;

  private readonly engagement = new Task(this, {
    task: ([level, start], { signal }) => getEngagement(SERVER, level, start, signal),
    args: () => [this.level, this.start] as const,
  });
  private readonly history = new Task(this, {
    task: async ([account, level], { signal }) => (account === null ? null : getEngagementHistory(SERVER, account, level, signal)),
    args: () => [this.account, this.level] as const,
  });
  private readonly stale = new Task(this, {
    task: ([consented], { signal }) => (consented ? listStale(SERVER, STALE_DAYS, signal) : Promise.resolve(null)),
    args: () => [this.engagement.value?.consented === true && this.engagement.value.periods.length > 0] as const,
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('engagement.title'));
  }

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('address')) return;
    this.level = LEVELS.find((it) => it === this.address.get('level')) ?? 'month';
    this.start = this.address.get('start') ?? undefined;
    this.account = this.address.get('account');
  }

  render() {
    return html`
      <header>
        <h1>${t('engagement.title')}</h1>
        <p>${t('engagement.intro')}</p>
      </header>
      ${this.engagement.render({
        pending: () => this.known(this.engagement.value),
        error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.engagement.run()}></relata-problem>`,
        complete: (engagement) => this.known(engagement),
      })}
    `;
  }

  private known(engagement: Engagement | undefined) {
    if (engagement === undefined) return html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`;
    if (!engagement.consented) return said('engagement.no_consent', 'engagement.no_consent.hint');
    const privacy = html`<section class="card"><relata-engagement-privacy .privacy=${engagement}></relata-engagement-privacy></section>`;
    if (engagement.periods.length === 0) {
      return html`${this.levels()} ${said('engagement.unreleased', 'engagement.unreleased.hint')} ${privacy}`;
    }
    return html`${this.levels(engagement)} ${this.table(engagement)} ${this.gone()} ${privacy}`;
  }

  private levels(engagement?: Engagement) {
    return html`
      <div class="bar">
        <nav class="choices" aria-label=${t('engagement.level')}>
          ${LEVELS.map(
            (it) => html`
              <a href=${hrefOfEngagement(it, undefined, this.account)} aria-current=${it === this.level ? 'page' : 'false'}>${t(`level.${it}`)}</a>
            `,
          )}
        </nav>
        ${engagement ? this.periods(engagement) : nothing}
      </div>
    `;
  }

  private periods({ level, start, periods }: Engagement) {
    return html`
      <label>
        <span class="visually-hidden">${t('engagement.period')}</span>
        <select @change=${this.chosen}>
          ${periods.map((it) => html`<option value=${it} .selected=${it === start}>${period(level, it)}</option>`)}
        </select>
      </label>
      <a class="download" href=${hrefOfEngagementCsv(SERVER, level, start)} download>${downloadIcon} ${t('engagement.csv')}</a>
    `;
  }

  private table({ accounts }: Engagement) {
    if (accounts.length === 0) return html`<div class="card" role="status"><p>${t('engagement.none')}</p></div>`;
    return html`
      <section class="card" aria-label=${t('engagement.title')}>
        ${accounts.every(({ suppressed }) => suppressed !== null) ? this.nothingShown() : nothing}
        <relata-engagement-table .accounts=${accounts} .opened=${this.account} @relata-open-account=${this.opened}>
          ${this.account === null ? nothing : this.opening()}
        </relata-engagement-table>
      </section>
    `;
  }

  private nothingShown() {
    return html`
      <div role="status">
        <strong>${t('engagement.hidden.all')}</strong>
        ${this.level === 'year'
          ? nothing
          : html`<p>${t('engagement.hidden.hint')} <a href=${hrefOfEngagement('year', undefined, null)}>${t('engagement.hidden.year')}</a></p>`}
      </div>
    `;
  }

  private opening() {
    return this.history.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.history.run()}></relata-problem>`,
      complete: (history) => html`<relata-engagement-history .history=${history}></relata-engagement-history>`,
    });
  }

  private gone() {
    return html`
      <section class="card" aria-labelledby="stale">
        <h2 id="stale">${t('stale.title')}</h2>
        <p class="faint">${t('stale.intro', { count: STALE_DAYS })}</p>
        ${this.stale.render({
          pending: () => html`<relata-skeleton .rows=${2}></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.stale.run()}></relata-problem>`,
          complete: (stale) => html`<relata-engagement-stale .stale=${stale} .days=${STALE_DAYS}></relata-engagement-stale>`,
        })}
      </section>
    `;
  }

  private chosen(event: Event) {
    navigate(hrefOfEngagement(this.level, (event.target as HTMLSelectElement).value, this.account));
  }

  private opened({ account }: OpenAccountEvent) {
    navigate(hrefOfEngagement(this.level, this.start, account));
  }
}

const said = (title: 'engagement.no_consent' | 'engagement.unreleased', hint: `${typeof title}.hint`) => html`
  <div class="card" role="status">
    <strong>${t(title)}</strong>
    <p>${t(hint)}</p>
  </div>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-engagement-page': RelataEngagementPage;
  }
}
