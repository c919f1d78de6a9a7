import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { readRecordQuery, type RecordQuery } from '../../api/record-query.js';
import { t } from '../../locales/t.js';
import { hrefOfList } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { choices } from '../../styles/choices.styles.js';
import { VIEWS, queryOfView, viewLabel, viewOf } from './views.js';

/**
 * @summary The lists of a kind of record that people ask for by name, each a link.
 */
@customElement('relata-record-views')
export class RelataRecordViews extends LitElement {
  static styles = [base, choices];

  @property({ attribute: false }) query: RecordQuery = readRecordQuery(new URLSearchParams());

  render() {
    const { kind } = this.query;
    const current = viewOf(this.query);
    return html`
      <nav class="choices" aria-label=${t('records.views')}>
        ${VIEWS.map(
          (it) => html`
            <a href=${hrefOfList(queryOfView(kind, it))} aria-current=${it === current ? 'page' : 'false'}>${t(viewLabel(kind, it))}</a>
          `,
        )}
      </nav>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-record-views': RelataRecordViews;
  }
}
