import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecordPage } from '../api/types.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { SERVER } from './server.js';
import '../widgets/health/health.js';
import '../widgets/kpis/kpis.js';
import './record-activities.js';
import './record-people.js';
import './record-similar.js';

const styles = css`
  :host {
    gap: var(--relata-space-4);
  }
`;

/**
 * @summary How the relationship behind a record stands. Each part asks for itself, so that none waits for another.
 */
@customElement('relata-relationship')
export class RelataRelationship extends LitElement {
  static styles = [base, page, styles];

  @property({ attribute: false }) record: RecordPage | null = null;

  render() {
    if (this.record === null) return nothing;
    const { id, kind, do_not_analyse } = this.record;
    if (do_not_analyse) return html`<p class="card">${t('record.not_analysed')}</p>`;
    return html`
      <relata-kpis .server=${SERVER} .record=${id}>
        <relata-health .server=${SERVER} .record=${id}></relata-health>
      </relata-kpis>
      <relata-record-activities .record=${id}></relata-record-activities>
      <relata-record-people .record=${id} .kind=${kind}></relata-record-people>
      ${kind === 'opportunity' ? html`<relata-record-similar .record=${id}></relata-record-similar>` : nothing}
      <p class="faint">${t('basis.employment')}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-relationship': RelataRelationship;
  }
}
