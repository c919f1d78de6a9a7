import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngagementRow } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside, plain, sentence } from '../../wording/outside.js';
import { OpenAccountEvent } from './engagement-table.events.js';
import { styles } from './engagement-table.styles.js';
import { GROUPS, measureLabel, shortLabel, valueOf, type Measure } from './measures.js';
import { narrow } from './narrow.styles.js';

type Sorted = Measure | 'score' | 'account';

/** Name, score, and every measure. */
const COLUMNS = 2 + GROUPS.flatMap(({ measures }) => measures).length;

/**
 * @summary Accounts with what was measured of them in a period; below, those that are not shown, and why. An account opens
 * into whatever stands in the slot.
 *
 * @slot - The opened account's history.
 * @event {OpenAccountEvent} relata-open-account - The viewer opened or closed an account.
 */
@customElement('relata-engagement-table')
export class RelataEngagementTable extends LitElement {
  static styles = [base, controls, styles, narrow];

  @property({ attribute: false }) accounts: EngagementRow[] = [];
  /** The account whose history is shown. */
  @property() opened: string | null = null;

  @state() private sorted: Sorted = 'score';
  @state() private descending = true;

  render() {
    const shown = this.inOrder();
    return html`${shown.length === 0 ? nothing : this.table(shown)} ${this.notShown()}`;
  }

  private table(rows: EngagementRow[]) {
    return html`
      <div class="scroll" role="region" tabindex="0" aria-label=${t('engagement.table')}>
        <table role="table">
          <caption class="visually-hidden">
            ${t('engagement.table')}
          </caption>
          <thead role="rowgroup">
            <tr role="row" class="groups">
              <td role="cell" colspan="2"></td>
              ${GROUPS.map(({ label, measures }) => html`<th role="columnheader" scope="colgroup" colspan=${measures.length}>${t(label)}</th>`)}
            </tr>
            <tr role="row">
              ${this.heading('account', 'name')} ${this.heading('score', 'score')}
              ${GROUPS.flatMap(({ measures }) => measures.map((it, index) => this.heading(it, index === 0 ? 'amount begins' : 'amount')))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${rows.map((it) => this.row(it))}
          </tbody>
        </table>
      </div>
    `;
  }

  private heading(column: Sorted, look: string) {
    const label = column === 'account' ? t('kind.account') : column === 'score' ? t('measure.score') : t(shortLabel(column));
    const full = column === 'account' ? label : t(measureLabel(column));
    const direction = this.descending ? 'descending' : 'ascending';
    const isSorted = this.sorted === column;
    return html`
      <th role="columnheader" scope="col" class=${look} aria-sort=${isSorted ? direction : nothing}>
        <button title=${t('column.sort', { column: full })} @click=${() => this.sort(column)}>
          ${label}${isSorted ? html`<span class="direction ${direction}" aria-hidden="true"></span>` : nothing}
        </button>
      </th>
    `;
  }

  private row(row: EngagementRow) {
    const { account } = row;
    const open = this.opened === account.id;
    return html`
      <tr role="row" class=${open ? 'open' : ''}>
        <th role="rowheader" scope="row" class="name">
          <button class="button subtle icon toggle" aria-expanded=${open} title=${t('engagement.history')}
            aria-label=${t('engagement.history.of', { account: account.name })} @click=${() => this.toggle(account.id)}>
            <span class="chevron" aria-hidden="true"></span>
          </button>
          <a href=${hrefOfRecord(account.id)} title=${plain(account.name)}>${outside(account.name)}</a>
        </th>
        ${this.measures(row)}
      </tr>
      ${open ? html`<tr role="row" class="history"><td role="cell" colspan=${COLUMNS}><div><slot></slot></div></td></tr>` : nothing}
    `;
  }

  private measures(row: EngagementRow) {
    return html`
      <td role="cell" class="score">${score(row.score)}</td>
      ${GROUPS.flatMap(({ measures, minor }) =>
        measures.map(
          (it, index) => html`
            <td role="cell" class="amount ${minor ? 'minor' : ''} ${index === 0 ? 'begins' : ''}" data-label=${t(measureLabel(it))}>${valueOf(it, row)}</td>
          `,
        ),
      )}
    `;
  }

  /** Accounts without figures, by why. */
  private notShown() {
    const why = new Map<string, EngagementRow[]>();
    for (const it of this.accounts) if (it.suppressed !== null) why.set(it.suppressed, [...(why.get(it.suppressed) ?? []), it]);
    return [...why].map(
      ([reason, rows]) => html`
        <details class="hidden">
          <summary>${t('engagement.hidden', { count: rows.length })}</summary>
          <p class="faint">${sentence(reason)}</p>
          <ul>
            ${rows.map(({ account }) => html`<li><a href=${hrefOfRecord(account.id)}>${outside(account.name)}</a></li>`)}
          </ul>
        </details>
      `,
    );
  }

  /** What was not measured stands at the end, whichever way. */
  private inOrder(): EngagementRow[] {
    const turn = this.descending ? -1 : 1;
    return this.accounts.filter(({ suppressed }) => suppressed === null).sort((a, b) => {
      const [one, other] = [keyOf(a, this.sorted), keyOf(b, this.sorted)];
      if (one === null || other === null) return Number(one === null) - Number(other === null);
      return turn * (typeof one === 'string' ? one.localeCompare(String(other)) : one - Number(other));
    });
  }

  private sort(column: Sorted) {
    this.descending = this.sorted === column ? !this.descending : column !== 'account';
    this.sorted = column;
  }

  private toggle(account: string) {
    this.dispatchEvent(new OpenAccountEvent(this.opened === account ? null : account));
  }
}

const keyOf = (row: EngagementRow, by: Sorted) => (by === 'account' ? row.account.name : row[by]);

function score(value: number | null) {
  if (value === null) return t('figure.none');
  return html`
    <span class="bar" aria-hidden="true"><span .style=${`width: ${value}%`}></span></span>
    <span class="number">${Math.round(value)}</span>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-engagement-table': RelataEngagementTable;
  }
}
