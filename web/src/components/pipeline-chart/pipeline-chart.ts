import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Bubble, Pipeline } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { navigate } from '../../router.js';
import { hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import type { ChartTable, Draw } from '../chart/chart.js';
import type { PointEvent } from '../chart/chart.events.js';
import { inOrder } from './layout.js';
import { largestInWords, optionOf, seriesOf } from './option.js';
import { styles } from './pipeline-chart.styles.js';
import { detailOf, revenueOf, tableOf } from './wording.js';
import '../chart/chart.js';
import '../grade/grade.js';

/** Where all bubbles are drawn smaller, so that they do not hide each other. */
const NARROW = '(max-width: 600px)';
const SMALLER = 0.6;

/**
 * @summary Open opportunities as bubbles: to the right the later close, upwards the healthier relationship, larger the
 * more revenue. A grade has a colour and a shape. A click opens the opportunity; where nothing hovers, the first tap only
 * says what it is. Arrows walk through the bubbles, Enter opens one, and the same figures stand in a table behind it.
 */
@customElement('relata-pipeline-chart')
export class RelataPipelineChart extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) pipeline: Pipeline | null = null;

  /** The bubble the keyboard stands on, or the finger tapped. */
  @state() private active: Bubble | null = null;

  private bubbles: Bubble[] = [];
  private option: Draw = {};
  private table: ChartTable = { columns: [], rows: [] };

  willUpdate(changed: PropertyValues<this>) {
    if (this.pipeline === null) return;
    if (changed.has('pipeline')) {
      this.active = null;
      this.bubbles = inOrder(this.pipeline.bubbles);
      this.table = tableOf(this.bubbles);
    }
    this.option = optionOf(this.bubbles, this.pipeline.today, this.pipeline.grades, this.active, matchMedia(NARROW).matches ? SMALLER : 1);
  }

  render() {
    if (this.pipeline === null) return nothing;
    const { bubbles, active } = this;
    const place = active === null ? -1 : bubbles.indexOf(active);
    return html`
      <div
        class="walk"
        role="listbox"
        tabindex="0"
        aria-label=${t('pipeline.walk')}
        aria-activedescendant=${active ? `bubble-${place}` : nothing}
        @keydown=${this.pressed}
      >
        ${active
          ? html`<span id="bubble-${place}" class="visually-hidden" role="option" aria-selected="true" aria-setsize=${bubbles.length}
              aria-posinset=${place + 1}>${detailOf(active).join(', ')}</span>`
          : html`<span class="visually-hidden" role="option" aria-selected="false">${t('pipeline.walk.start', { count: bubbles.length })}</span>`}
      </div>
      <relata-chart .label=${t('pipeline.label')} .option=${this.option} .table=${this.table} @relata-point=${this.pointed}></relata-chart>
      ${active ? this.detail(active) : nothing} ${this.scale()}
    `;
  }

  private detail(bubble: Bubble) {
    const { id, name, account, owner, stage, close_on, health } = bubble;
    const rest = [account?.name, stage, owner].filter((it) => it != null).join(' · ');
    return html`
      <div class="detail">
        <div class="name">
          <a href=${hrefOfRecord(id)}>${outside(name)}</a>
          <span class="faint">${outside(rest)}</span>
        </div>
        <span>${revenueOf(bubble)}<br /><span class="faint">${t('pipeline.closes', { day: day(close_on) })}</span></span>
        <relata-grade .state=${health.state} .score=${health.score} .trend=${health.trend}></relata-grade>
      </div>
    `;
  }

  private scale() {
    const largest = largestInWords(this.bubbles);
    return html`<p class="faint">${t('pipeline.scale')} ${largest ? t('pipeline.scale.largest', { revenue: largest }) : nothing} ${t('pipeline.scale.none')}</p>`;
  }

  private pointed({ series, index }: PointEvent) {
    const bubble = seriesOf(this.bubbles)[series]?.[index];
    if (!bubble) return;
    if (matchMedia('(hover: none)').matches) this.active = bubble;
    else navigate(hrefOfRecord(bubble.id));
  }

  private pressed(event: KeyboardEvent) {
    const last = this.bubbles.length - 1;
    const place = this.active === null ? -1 : this.bubbles.indexOf(this.active);
    const target = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: last }[event.key];
    if (event.key === 'Enter' && this.active) navigate(hrefOfRecord(this.active.id));
    else if (event.key === 'Escape') this.active = null;
    else if (target !== undefined) this.active = this.bubbles[Math.max(0, Math.min(last, target))] ?? null;
    else return;
    event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-pipeline-chart': RelataPipelineChart;
  }
}
