import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiProblem } from '../api/client.js';
import { getSimilar } from '../api/similar.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { sentence } from '../wording/outside.js';
import { SERVER } from './server.js';
import '../components/problem/problem.js';
import '../components/similar-deals/similar-deals.js';
import '../components/skeleton/skeleton.js';

/** An administrator switched the comparison off. */
const CONFLICT = 409;

/**
 * @summary Won deals that an opportunity can be compared with.
 */
@customElement('relata-record-similar')
export class RelataRecordSimilar extends LitElement {
  static styles = [base, page];

  @property() record = '';

  private readonly similar = new Task(this, {
    task: ([record], { signal }) => getSimilar(SERVER, record, signal),
    args: () => [this.record] as const,
  });

  render() {
    return html`
      <section class="card" aria-labelledby="similar">
        <h2 id="similar">${t('similar.title')}</h2>
        ${this.similar.render({
          pending: () => html`<relata-skeleton .label=${t('similar.loading')}></relata-skeleton>`,
          error: (error) => this.problem(error),
          complete: (similar) => html`<relata-similar-deals .similar=${similar}></relata-similar-deals>`,
        })}
      </section>
    `;
  }

  private problem(error: unknown) {
    if (error instanceof ApiProblem && error.status === CONFLICT) return html`<p>${sentence(error.message)}</p>`;
    return html`<relata-problem .error=${error} @relata-retry=${() => this.similar.run()}></relata-problem>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-similar': RelataRecordSimilar;
  }
}
