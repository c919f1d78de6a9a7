import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Pipeline } from '../api/types.js';
import { MOST_BUBBLES, getPipeline } from '../api/pipeline.js';
import { mostUrgent } from '../components/attention/urgency.js';
import { t } from '../locales/t.js';
import { navigate } from '../router.js';
import { hrefOfList } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { select } from '../styles/select.styles.js';
import { setTitle } from '../title.js';
import { day } from '../wording/time.js';
import { SERVER } from './server.js';
import '../components/attention/attention.js';
import '../components/pipeline-chart/pipeline-chart.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary The relationship pipeline: open opportunities by health, estimated close and revenue, and which of them
 * deserve a look.
 */
@customElement('relata-pipeline-page')
export class RelataPipelinePage extends LitElement {
  static styles = [base, select, page];

  /** Only the viewer's own. */
  @property({ type: Boolean }) mine = false;

  private readonly pipeline = new Task(this, {
    task: ([mine], { signal }) => getPipeline(SERVER, mine, signal),
    args: () => [this.mine] as const,
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('pipeline.title'));
  }

  render() {
    return html`
      <header>
        <h1>${t('pipeline.title')}</h1>
        <p>${t('pipeline.intro')}</p>
        <label class="tick">
          <input type="checkbox" .checked=${this.mine} @change=${this.ticked} />
          ${t('filter.mine')}
        </label>
      </header>
      ${this.pipeline.render({
        pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
        error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.pipeline.run()}></relata-problem>`,
        complete: (pipeline) => this.content(pipeline),
      })}
    `;
  }

  private content(pipeline: Pipeline) {
    if (pipeline.bubbles.length === 0) return this.nothing(pipeline);
    return html`
      ${mostUrgent(pipeline).length > 0 ? html`<relata-attention .pipeline=${pipeline}></relata-attention>` : nothing}
      <section class="card" aria-label=${t('pipeline.label')}>
        <relata-pipeline-chart .pipeline=${pipeline}></relata-pipeline-chart>
        ${this.notDrawn(pipeline)}
      </section>
    `;
  }

  private nothing(pipeline: Pipeline) {
    return html`
      <div class="card" role="status">
        <strong>${t(this.mine ? 'pipeline.none.mine' : 'pipeline.none')}</strong>
        <p>${t('pipeline.none.hint', { day: day(pipeline.today) })}</p>
        ${this.notDrawn(pipeline)}
        <p><a href=${hrefOfList({ kind: 'opportunity', status: 'open', sort: 'health', order: 'asc' })}>${t('view.opportunity.open')}</a></p>
      </div>
    `;
  }

  /** How many bubbles are missing, why, and where they are. */
  private notDrawn({ bubbles, not_drawn: { past_close, no_close } }: Pipeline) {
    const reasons = [
      past_close > 0 ? t('pipeline.past_close', { count: past_close }) : null,
      no_close > 0 ? t('pipeline.no_close', { count: no_close }) : null,
      bubbles.length >= MOST_BUBBLES ? t('pipeline.most', { count: MOST_BUBBLES }) : null,
    ].filter((it) => it !== null);
    if (reasons.length === 0) return nothing;
    const list = hrefOfList({ kind: 'opportunity', status: 'open', mine: this.mine || undefined, sort: 'close', order: 'asc' });
    return html`<p>${reasons.join(' ')} <a href=${list}>${t('pipeline.by_close')}</a></p>`;
  }

  private ticked(event: Event) {
    navigate((event.target as HTMLInputElement).checked ? '/pipeline?mine=true' : '/pipeline');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-pipeline-page': RelataPipelinePage;
  }
}
