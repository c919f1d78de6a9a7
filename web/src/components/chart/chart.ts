import type { EChartsType } from 'echarts/core';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { chartIcon, tableIcon } from '../../icons.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { PointEvent } from './chart.events.js';
import type { ChartOption } from './echarts.js';
import { defaultsOf, paletteOf, themeOf, type Palette } from './palette.js';
import { styles } from './chart.styles.js';

/** A text or a number; with an address, a link. */
export type Cell = string | number | null | { text: string; href: string };

/** The same figures as the chart's, for whoever cannot see it, or wants to read them. */
export interface ChartTable {
  columns: string[];
  /** The first cell of a row is its heading. */
  rows: Cell[][];
}

/** What to draw; as a function when it needs the theme's colours. */
export type Draw = ChartOption | ((palette: Palette) => ChartOption);

/**
 * @summary A chart by ECharts, in the theme's colours, with a table of the same figures behind it. The one place that
 * loads ECharts, and it does so when a chart has a size to be drawn in.
 *
 * ```ts
 * html`<relata-chart
 *   label="Activities per day"
 *   .option=${(palette: Palette) => ({ xAxis: { type: 'category', data: days }, yAxis: {}, series: [{ type: 'bar', data: counts }] })}
 *   .table=${{ columns: ['Day', 'Activities'], rows: days.map((day, i) => [day, counts[i]]) }}
 *   @relata-point=${({ index }: PointEvent) => open(index)}
 * ></relata-chart>`
 * ```
 *
 * Give `option` and `table` as they were until the figures change: a new object is a new drawing. Keep a function that
 * makes options outside of `render`, or memoise it. A tooltip's formatter answers plain text with line ends; its HTML is
 * never shown. Names from outside go through `plain` before they go into an option. What a click opens must be a link in
 * the table too, for a canvas has no keyboard. In a test there is no size, so nothing is drawn and the table is all there is.
 *
 * @event {PointEvent} relata-point - The viewer clicked a point.
 * @cssprop --chart-height - How tall the drawing is; 260px.
 */
@customElement('relata-chart')
export class RelataChart extends LitElement {
  static styles = [base, controls, styles];

  /** What the chart shows, in a few words. */
  @property() label = '';
  @property({ attribute: false }) option: Draw = {};
  @property({ attribute: false }) table: ChartTable = { columns: [], rows: [] };

  @state() private asTable = false;
  @query('.drawing') private drawing!: HTMLElement;
  @query('.probe') private probe!: HTMLElement;

  private chart: EChartsType | null = null;
  private visit = new AbortController();
  private loading = false;
  private readonly resized = new ResizeObserver(() => this.fit());
  private readonly rethemed = new MutationObserver(() => this.redraw());

  connectedCallback() {
    super.connectedCallback();
    this.visit = new AbortController();
    for (const feature of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-reduced-motion: reduce)']) {
      matchMedia(feature).addEventListener('change', () => this.redraw(), { signal: this.visit.signal });
    }
    this.rethemed.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style', 'dir'] });
    if (this.hasUpdated) this.resized.observe(this.drawing);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.visit.abort();
    this.rethemed.disconnect();
    this.resized.disconnect();
    this.dispose();
  }

  firstUpdated() {
    this.resized.observe(this.drawing);
  }

  updated(changed: PropertyValues<this>) {
    if (changed.has('option')) this.draw();
  }

  render() {
    const label = t(this.asTable ? 'chart.as_chart' : 'chart.as_table', { label: this.label });
    return html`
      <button class="button subtle icon" aria-label=${label} title=${label} @click=${() => (this.asTable = !this.asTable)}>
        ${this.asTable ? chartIcon : tableIcon}
      </button>
      <span class="probe" aria-hidden="true"></span>
      <div class="drawing" role="img" aria-label=${this.label} ?hidden=${this.asTable}></div>
      <div class=${this.asTable ? 'scroll' : 'visually-hidden'} @focusin=${this.focused} tabindex=${this.asTable ? 0 : nothing}
        role=${this.asTable ? 'group' : nothing} aria-label=${this.asTable ? this.label : nothing}>
        ${this.figures()}
      </div>
    `;
  }

  private figures() {
    const { columns, rows } = this.table;
    return html`
      <table>
        <caption class="visually-hidden">
          ${this.label}
        </caption>
        <thead>
          <tr>
            ${columns.map((it) => html`<th scope="col">${it}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(([first = null, ...rest]) => html`<tr><th scope="row">${cell(first)}</th>${rest.map((it) => html`<td>${cell(it)}</td>`)}</tr>`)}
        </tbody>
      </table>
    `;
  }

  /** A link of the hidden table was reached by keyboard; what has the focus must be seen. */
  private focused() {
    this.asTable = true;
  }

  private fit() {
    if (this.chart) this.chart.resize();
    else this.draw();
  }

  private redraw() {
    this.dispose();
    this.draw();
  }

  private draw() {
    if (!this.isConnected || this.drawing.clientWidth === 0) return;
    if (this.chart) this.chart.setOption(this.drawn(paletteOf(this.probe)), { notMerge: true });
    else void this.start();
  }

  private async start() {
    if (this.loading) return;
    this.loading = true;
    const { init } = await import('./echarts.js').finally(() => (this.loading = false));
    if (!this.isConnected || this.drawing.clientWidth === 0) return;
    const palette = paletteOf(this.probe);
    this.chart = init(this.drawing, themeOf(palette), { renderer: 'canvas' });
    this.chart.on('click', ({ seriesIndex = 0, dataIndex }) => this.dispatchEvent(new PointEvent(seriesIndex, dataIndex)));
    this.chart.setOption(this.drawn(palette));
  }

  private drawn(palette: Palette): ChartOption {
    const asked = typeof this.option === 'function' ? this.option(palette) : this.option;
    const defaults = defaultsOf(palette, matchMedia('(prefers-reduced-motion: reduce)').matches);
    return { ...defaults, ...asked, tooltip: { ...defaults.tooltip, ...asked.tooltip } };
  }

  private dispose() {
    this.chart?.dispose();
    this.chart = null;
  }
}

function cell(content: Cell) {
  if (content === null) return t('figure.none');
  if (typeof content === 'number') return number(content);
  if (typeof content === 'string') return outside(content);
  return html`<a href=${content.href}>${outside(content.text)}</a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-chart': RelataChart;
  }
}
