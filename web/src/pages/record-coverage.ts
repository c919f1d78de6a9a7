import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getCoverage } from '../api/coverage.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { SERVER } from './server.js';
import '../components/coverage/coverage.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary Which contacts of a record are known by which colleagues.
 */
@customElement('relata-record-coverage')
export class RelataRecordCoverage extends LitElement {
  static styles = [base, page];

  @property() record = '';

  private readonly coverage = new Task(this, {
    task: ([record], { signal }) => getCoverage(SERVER, record, signal),
    args: () => [this.record] as const,
  });

  render() {
    return html`
      <section class="card" aria-labelledby="coverage">
        <h2 id="coverage">${t('record.coverage')}</h2>
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
    'relata-record-coverage': RelataRecordCoverage;
  }
}
