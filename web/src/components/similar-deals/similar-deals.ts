import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Similar, SimilarDeal } from '../../api/types.js';
import en from '../../locales/en.json';
import { number, t, type Key } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { duration, hoursSpent } from '../../wording/duration.js';
import { figure, share } from '../../wording/figure.js';
import { money } from '../../wording/money.js';
import { outside, plain } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { styles } from './similar-deals.styles.js';

/** So many deals are shown before the viewer asks for all. */
const FIRST = 5;

/**
 * @summary Won deals to compare an open one with, why these, and which fields were compared.
 */
@customElement('relata-similar-deals')
export class RelataSimilarDeals extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) similar: Similar | null = null;
  @state() private all = false;

  render() {
    if (this.similar === null) return nothing;
    const { deals, fields } = this.similar;
    if (deals.length === 0) return html`<p>${t('similar.none')}</p>`;
    return html`
      <p>${this.basis(this.similar)}</p>
      ${fields.length > 0 ? this.fields(fields) : nothing}
      <table role="table" aria-label=${t('similar.title')}>
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col" class=${it}>${t(`similar.${it}`)}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${deals.slice(0, this.all ? deals.length : FIRST).map((it) => this.deal(it))}
        </tbody>
      </table>
      ${this.all || deals.length <= FIRST
        ? nothing
        : html`<button class="button" @click=${() => (this.all = true)}>${t('more.all', { total: deals.length })}</button>`}
    `;
  }

  private basis({ basis, enough, won, lost }: Similar) {
    if (basis === 'similar') return t('similar.basis.similar', { won, lost });
    return enough ? t('similar.basis.none_alike') : t('similar.basis.recently_won', { won, lost });
  }

  private fields(fields: Similar['fields']) {
    return html`
      <details>
        <summary>${t('similar.fields')}</summary>
        <p class="faint">${t('similar.fields.why')}</p>
        <ul>
          ${fields.map(({ name, weight }) => html`<li>${t('similar.field', { name: fieldInWords(name), share: share(weight) })}</li>`)}
        </ul>
      </details>
    `;
  }

  private deal(deal: SimilarDeal) {
    return html`
      <tr role="row">
        <th role="rowheader" scope="row" class="deal">
          <a href=${hrefOfRecord(deal.id)}>${outside(deal.name)}</a>
          ${deal.account ? html`<span class="faint">${outside(deal.account.name)}</span>` : nothing}
        </th>
        ${COLUMNS.slice(1).map((it) => html`<td role="cell" data-label=${t(`similar.${it}`)}>${CELLS[it as Figure](deal)}</td>`)}
      </tr>
    `;
  }
}

/** By its name in the answer where we have words for it. */
function fieldInWords(name: string): string {
  const key = `similar.field.${name}`;
  return Object.hasOwn(en, key) ? t(key as Key) : plain(name);
}

type Figure = Exclude<(typeof COLUMNS)[number], 'deal'>;

const COLUMNS = ['deal', 'similarity', 'revenue', 'closed', 'activities', 'team', 'response', 'rate'] as const;

const CELLS: Record<Figure, (deal: SimilarDeal) => string> = {
  similarity: (it) => share(it.similarity === null ? null : it.similarity / 100),
  revenue: (it) => figure(it.revenue, (amount) => money(amount, null)),
  closed: (it) => (it.closed_on ? day(it.closed_on) : t('figure.none')),
  activities: (it) => number(it.activities),
  team: (it) => hoursSpent(it.team_hours),
  response: (it) => figure(it.response_hours, duration),
  rate: (it) => share(it.response_rate),
};

declare global {
  interface HTMLElementTagNameMap {
    'relata-similar-deals': RelataSimilarDeals;
  }
}
