import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RecordKind, RecordRow } from '../../api/types.js';
import { firstOrder, type Order, type Sort } from '../../api/record-query.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { card } from './card.js';
import { columnsOf, trackOf, type Column } from './columns.js';
import { SortEvent, WindowEvent } from './record-table.events.js';
import { styles } from './record-table.styles.js';

/** Below this width a row is a card. */
const NARROW = 740;
const ROW_HEIGHT = 56;
const CARD_HEIGHT = 124;
const HEAD_HEIGHT = 36;
/** Rows drawn beyond what is seen, so that a small scroll shows no gap. */
const BEYOND = 6;
/** So long the scrolling must rest before rows are asked for. */
const REST_MS = 60;

/** A list of which some rows are there; null as its total while nobody knows it. */
export interface Rows {
  total: number | null;
  /** Another one is another list, shown from its own beginning. */
  edition: number;
  at(index: number): RecordRow | undefined;
}

const NOTHING: Rows = { total: null, edition: -1, at: () => undefined };

/**
 * @summary A table of any number of records, of which only what is seen is drawn. It asks for rows by an event and shows
 * grey lines until they are there. Arrows, Page Up, Page Down, Home and End walk through it, Enter opens a record; where
 * it is narrow, each row is a card.
 *
 * @event {WindowEvent} relata-window - Other rows are looked at.
 * @event {SortEvent} relata-sort - The viewer wants another order.
 */
@customElement('relata-record-table')
export class RelataRecordTable extends LitElement {
  static styles = [base, styles];

  @property() label = '';
  @property() kind: RecordKind = 'opportunity';
  @property({ attribute: false }) rows: Rows = NOTHING;
  @property() sort: Sort = 'name';
  @property() order: Order = 'asc';
  /** The row that stands first when a list appears. */
  @property({ type: Number }) first = 0;

  /** The row the keyboard stands on. */
  @state() private active = 0;
  @state() private width = 1400;
  @state() private height = 600;
  @state() private top = 0;
  @query('.scroller') private scroller!: HTMLElement;

  private isOther = false;
  private rest?: ReturnType<typeof setTimeout>;
  private readonly resized = new ResizeObserver(() => this.measure());

  connectedCallback() {
    super.connectedCallback();
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.rest);
    this.resized.disconnect();
  }

  firstUpdated() {
    this.measure();
  }

  willUpdate(changed: PropertyValues<this>) {
    this.isOther = changed.has('rows') && changed.get('rows')?.edition !== this.rows.edition;
    if (this.isOther) this.active = this.first;
  }

  updated() {
    if (this.isOther) this.scroller.scrollTop = this.first * this.rowHeight;
  }

  render() {
    const columns = columnsOf(this.kind, this.width);
    const total = this.rows.total ?? 0;
    return html`
      <div
        class="scroller ${this.isNarrow ? 'narrow' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${this.label}
        aria-describedby="keys"
        aria-rowcount=${total + 1}
        aria-colcount=${this.isNarrow ? 1 : columns.length}
        aria-activedescendant=${this.rows.at(this.active) ? `row-${this.active}` : nothing}
        .style=${`--columns: ${columns.map(trackOf).join(' ')}; --row: ${this.rowHeight}px`}
        @scroll=${this.scrolled}
        @keydown=${this.pressed}
      >
        <div class="head" role="row" aria-rowindex="1">
          ${this.isNarrow ? html`<span role="columnheader" class="visually-hidden">${t('column.name')}</span>` : columns.map((it) => this.heading(it))}
        </div>
        <div class="body" role="rowgroup" .style=${`height: ${total * this.rowHeight}px`}>
          ${repeat(this.drawn(total), (index) => index, (index) => this.row(index, columns))}
        </div>
      </div>
      <p id="keys" class="visually-hidden">${t('records.keys')}</p>
    `;
  }

  private get isNarrow() {
    return this.width < NARROW;
  }

  private get rowHeight() {
    return this.isNarrow ? CARD_HEIGHT : ROW_HEIGHT;
  }

  /** Rows fully in sight, for Page Up and Page Down. */
  private get inSight() {
    return Math.max(1, Math.floor((this.height - HEAD_HEIGHT) / this.rowHeight));
  }

  /** The numbers of the rows to draw, the active one among them, so that a screen reader never loses it. */
  private drawn(total: number): number[] {
    const from = Math.max(0, Math.floor(this.top / this.rowHeight) - BEYOND);
    const until = Math.min(total, Math.ceil((this.top + this.height) / this.rowHeight) + BEYOND);
    const drawn = Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index);
    return drawn.includes(this.active) || this.active >= total ? drawn : [...drawn, this.active].sort((a, b) => a - b);
  }

  private heading({ name, sort, label, amount }: Column) {
    const sorted = sort === this.sort;
    const direction = this.order === 'asc' ? 'ascending' : 'descending';
    return html`
      <span role="columnheader" class=${amount ? 'amount' : ''} aria-sort=${sorted ? direction : nothing} data-column=${name}>
        ${sort === null
          ? t(label)
          : html`
              <button class="sort" title=${t('column.sort', { column: t(label) })} @click=${() => this.resort(sort)}>
                ${t(label)} <span class="direction ${sorted ? direction : ''}" aria-hidden="true"></span>
              </button>
            `}
      </span>
    `;
  }

  private row(index: number, columns: Column[]) {
    const row = this.rows.at(index);
    return html`
      <div
        id="row-${index}"
        class="row"
        role="row"
        aria-rowindex=${index + 2}
        aria-selected=${index === this.active}
        aria-busy=${row ? nothing : 'true'}
        .style=${`transform: translateY(${index * this.rowHeight}px)`}
        @click=${(event: MouseEvent) => this.clicked(event, index)}
      >
        ${row === undefined ? placeholder(index, columns) : this.isNarrow ? card(row) : cells(row, columns)}
      </div>
    `;
  }

  private resort(sort: Sort) {
    const turned = this.order === 'asc' ? 'desc' : 'asc';
    this.dispatchEvent(new SortEvent(sort, sort === this.sort ? turned : firstOrder(sort)));
  }

  private scrolled() {
    this.top = this.scroller.scrollTop;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.look(), REST_MS);
  }

  private measure() {
    this.width = this.clientWidth || this.width;
    this.height = this.scroller.clientHeight || this.height;
    this.look();
  }

  private look() {
    const from = Math.floor(this.top / this.rowHeight);
    const last = Math.ceil((this.top + this.height) / this.rowHeight) + BEYOND;
    this.dispatchEvent(new WindowEvent(from, Math.max(from, Math.min(last, (this.rows.total ?? 1) - 1))));
  }

  private pressed(event: KeyboardEvent) {
    if (event.composedPath()[0] !== this.scroller) return;
    const last = (this.rows.total ?? 0) - 1;
    const target = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + this.inSight,
      PageUp: this.active - this.inSight,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Enter') this.open(this.active);
    else if (target === undefined || last < 0) return;
    else this.stand(Math.max(0, Math.min(last, target)));
    event.preventDefault();
  }

  private stand(index: number) {
    this.active = index;
    const start = index * this.rowHeight;
    const room = this.height - (this.isNarrow ? 0 : HEAD_HEIGHT);
    if (start < this.scroller.scrollTop) this.scroller.scrollTop = start;
    else if (start + this.rowHeight > this.scroller.scrollTop + room) this.scroller.scrollTop = start + this.rowHeight - room;
  }

  private clicked(event: MouseEvent, index: number) {
    this.active = index;
    const isOnLink = event.composedPath().some((it) => it instanceof HTMLAnchorElement);
    if (!isOnLink && getSelection()?.isCollapsed !== false) this.open(index);
  }

  private open(index: number) {
    this.renderRoot.querySelector<HTMLAnchorElement>(`#row-${index} a`)?.click();
  }
}

const cells = (row: RecordRow, columns: Column[]) =>
  columns.map(({ name, amount, cell }) => {
    const role = name === 'name' ? 'rowheader' : 'gridcell';
    return html`<div role=${role} class="cell ${amount ? 'amount' : ''}">${cell(row)}</div>`;
  });

const placeholder = (index: number, columns: Column[]) => html`
  <div role="rowheader" class="cell"><i></i><span class="visually-hidden">${t('records.loading', { row: index + 1 })}</span></div>
  ${columns.slice(1).map(() => html`<div role="gridcell" class="cell"><i></i></div>`)}
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-table': RelataRecordTable;
  }
}
