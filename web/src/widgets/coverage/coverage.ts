import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getCoverage } from '../../api/coverage.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { styles } from './coverage.styles.js';
import '../../components/coverage/coverage.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

/**
 * @summary Which colleagues know which contacts of an account or an opportunity.
 *
 * ```html
 * <relata-coverage-map record="A-1"></relata-coverage-map>
 * ```
 *
 * @csspart card - The frame around it all.
 */
@customElement('relata-coverage-map')
export class RelataCoverageMap extends LitElement {
  static styles = [tokens, base, styles];

  /** Where Relata runs; the page's own origin when empty. */
  @property() server = '';
  /** The id of an account, opportunity or contact in the CRM. */
  @property() record = '';

  private readonly coverage = new Task(this, {
    task: ([server, record], { signal }) => getCoverage(server, record, signal),
    args: () => [this.server, this.record] as const,
  });

  render() {
    return html`
      <section part="card" aria-labelledby="title">
        <div>
          <h2 id="title">${t('coverage.title')}</h2>
          <p class="faint">${t('coverage.intro')}</p>
        </div>
        ${this.coverage.render({
          pending: () => html`<relata-skeleton></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.coverage.run()}></relata-problem>`,
          complete: (coverage) => html`<relata-coverage .coverage=${coverage}></relata-coverage>`,
        })}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-coverage-map': RelataCoverageMap;
  }
}
