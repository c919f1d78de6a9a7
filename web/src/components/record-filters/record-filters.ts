import { LitElement, html, nothing } from 'lit';
import { customElement, property, query as find, state } from 'lit/decorators.js';
import { GRADES, SORTS, STATUSES, TRENDS, firstOrder, readRecordQuery, type RecordQuery, type Sort } from '../../api/record-query.js';
import { t, type Key } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { FilterEvent } from './record-filters.events.js';
import { styles } from './record-filters.styles.js';

/** So long a pause in typing counts as the end of a word. */
const PAUSE_MS = 250;

/**
 * @summary What narrows a list of records: words, status, health, trend, mine; and, for cards without column headings,
 * the order. Where it is narrow, they hide behind one button that says how many are in force.
 *
 * @event {FilterEvent} relata-filter - The viewer wants another list.
 */
@customElement('relata-record-filters')
export class RelataRecordFilters extends LitElement {
  static styles = [base, controls, select, styles];

  @property({ attribute: false }) query: RecordQuery = readRecordQuery(new URLSearchParams());

  @state() private open = false;
  @find('input[type=search]') private words!: HTMLInputElement;
  private pause?: ReturnType<typeof setTimeout>;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  render() {
    const { query } = this;
    const count = inForce(query);
    return html`
      <button class="button toggle" aria-expanded=${this.open} aria-controls="filters" @click=${() => (this.open = !this.open)}>
        ${count === 0 ? t('filter.open') : t('filter.open.count', { count })}
      </button>
      <form id="filters" role="search" aria-label=${t('filter.label')} class=${this.open ? 'open' : ''} @submit=${this.submitted}>
        <label class="field words">
          ${t('filter.q')}
          <input type="search" maxlength="200" autocomplete="off" spellcheck="false" .value=${query.q ?? ''} @input=${this.typed} />
        </label>
        ${STATUSES[query.kind].length === 0 ? nothing : this.choice('status', STATUSES[query.kind], (it) => `status.${it}`)}
        ${this.choice('grade', GRADES, (it) => (it === 'none' ? 'grade.none' : `standing.${it}`))}
        ${this.choice('trend', TRENDS, (it) => `trend.${it}`)} ${this.order()}
        <label class="tick">
          <input type="checkbox" .checked=${query.mine ?? false} @change=${this.ticked} />
          ${t('filter.mine')}
        </label>
        ${query.account === undefined ? nothing : this.ofAccount()}
        ${count === 0 ? nothing : html`<button type="button" class="button subtle" @click=${this.clear}>${t('filter.clear')}</button>`}
      </form>
    `;
  }

  private choice<Name extends 'status' | 'grade' | 'trend'>(
    name: Name,
    words: readonly NonNullable<RecordQuery[Name]>[],
    label: (word: NonNullable<RecordQuery[Name]>) => Key,
  ) {
    return html`
      <label class="field">
        ${t(`filter.${name}`)}
        <select data-name=${name} @change=${(event: Event) => this.change({ [name]: valueOf(event) || undefined })}>
          <option value="" .selected=${this.query[name] === undefined}>${t('filter.any')}</option>
          ${words.map((it) => html`<option value=${it} .selected=${this.query[name] === it}>${t(label(it))}</option>`)}
        </select>
      </label>
    `;
  }

  private order() {
    const { kind, sort, order } = this.query;
    const sorts = SORTS.filter((it) => kind === 'opportunity' || (it !== 'revenue' && it !== 'close'));
    const turned = order === 'asc' ? 'desc' : 'asc';
    return html`
      <div class="field order">
        <label for="sort">${t('filter.sort')}</label>
        <div>
          <select id="sort" @change=${this.sorted}>
            ${sorts.map((it) => html`<option value=${it} .selected=${it === sort}>${t(`column.${it}`)}</option>`)}
          </select>
          <button type="button" class="button" @click=${() => this.change({ order: turned })}>${t(`filter.order.${order}`)}</button>
        </div>
      </div>
    `;
  }

  private ofAccount() {
    return html`
      <span class="account">
        ${t('filter.account')}
        <button type="button" class="button subtle" @click=${() => this.change({ account: undefined })}>${t('filter.account.remove')}</button>
      </span>
    `;
  }

  private typed() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.change({ q: this.words.value.trim() || undefined }, true), PAUSE_MS);
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    clearTimeout(this.pause);
    this.change({ q: this.words.value.trim() || undefined });
  }

  private ticked(event: Event) {
    this.change({ mine: (event.target as HTMLInputElement).checked || undefined });
  }

  private sorted(event: Event) {
    const sort = valueOf(event) as Sort;
    this.change({ sort, order: firstOrder(sort) });
  }

  private clear() {
    const { kind, sort, order } = this.query;
    clearTimeout(this.pause);
    this.dispatchEvent(new FilterEvent({ kind, sort, order }, false));
  }

  private change(changed: Partial<RecordQuery>, typing = false) {
    this.dispatchEvent(new FilterEvent({ ...this.query, ...changed }, typing));
  }
}

const valueOf = (event: Event) => (event.target as HTMLSelectElement).value;

const inForce = ({ status, mine, grade, trend, q, account }: RecordQuery) =>
  [status, mine, grade, trend, q, account].filter(Boolean).length;

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-filters': RelataRecordFilters;
  }
}
