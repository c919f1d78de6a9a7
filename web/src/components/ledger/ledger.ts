import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Source } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { sourceInWords } from '../../wording/source.js';
import { day } from '../../wording/time.js';
import { styles } from './ledger.styles.js';

/**
 * @summary The completeness ledger: for each source, what was read and where all of it went. What filtered by rule means
 * opens into the rules; what does not add up is said.
 */
@customElement('relata-ledger')
export class RelataLedger extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) sources: Source[] = [];

  /** The source whose rules are shown. */
  @state() private opened: Source | null = null;

  render() {
    if (this.sources.length === 0) return html`<p>${t('ledger.none')}</p>`;
    return html`
      <table role="table" aria-label=${t('ledger.title')}>
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col" class=${it}>${t(`ledger.${it}`)}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.sources.map((it) => this.source(it))}
        </tbody>
      </table>
    `;
  }

  private source(source: Source) {
    return html`
      <tr role="row">
        <th role="rowheader" scope="row" class="source">
          <span title=${plain(source.name)}>${outside(sourceInWords(source.name))}</span>
          ${source.read_until ? html`<span class="faint">${t('ledger.read_until', { day: day(source.read_until) })}</span>` : nothing}
        </th>
        <td role="cell" class="state" data-label=${t('ledger.state')}>
          <div>
            <span class="badge ${source.state}">${t(`source.${source.state}`)}</span>
            ${source.detail ? html`<span class="faint">${plain(source.detail)}</span>` : nothing} ${unexplained(source)}
          </div>
        </td>
        ${this.amount('read', source.read)} ${this.amount('stored', source.stored)}
        ${this.amount('duplicates', source.duplicates)}
        <td role="cell" class="amount" data-label=${t('ledger.filtered')}>${this.filtered(source)}</td>
        ${this.amount('quarantined', source.quarantined)}
      </tr>
      ${this.opened === source ? this.rules(source) : nothing}
    `;
  }

  private amount(column: 'read' | 'stored' | 'duplicates' | 'quarantined', value: number) {
    return html`<td role="cell" class="amount" data-label=${t(`ledger.${column}`)}>${number(value)}</td>`;
  }

  private filtered(source: Source) {
    const count = filteredCount(source);
    if (count === 0) return number(count);
    const open = this.opened === source;
    return html`
      <button
        class="button subtle"
        aria-expanded=${open}
        aria-label=${t(open ? 'ledger.rules.hide' : 'ledger.rules.show', { count, source: sourceInWords(source.name) })}
        @click=${() => (this.opened = open ? null : source)}
      >
        ${number(count)} <span class="chevron" aria-hidden="true"></span>
      </button>
    `;
  }

  private rules({ name, filtered }: Source) {
    return html`
      <tr role="row" class="rules">
        <td role="cell" colspan=${COLUMNS.length}>
          <ul aria-label=${t('ledger.rules', { source: sourceInWords(name) })}>
            ${filtered.map((it) => html`<li><strong>${number(it.count)}</strong> <span>${plain(it.explanation)}</span></li>`)}
          </ul>
        </td>
      </tr>
    `;
  }
}

const COLUMNS = ['source', 'state', 'read', 'stored', 'duplicates', 'filtered', 'quarantined'] as const;

const filteredCount = ({ filtered }: Source) => filtered.reduce((sum, it) => sum + it.count, 0);

/** What the server's own sum leaves open; it should never be seen. */
function unexplained(source: Source) {
  const { read, stored, duplicates, quarantined } = source;
  const count = read - stored - duplicates - quarantined - filteredCount(source);
  return count === 0 ? nothing : html`<span class="unexplained">${t('ledger.unexplained', { count })}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-ledger': RelataLedger;
  }
}
