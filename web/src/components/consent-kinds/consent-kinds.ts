import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { KindOfInsight } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { tableFrom } from '../../styles/table.styles.js';
import { clearingSteps } from '../../wording/clearing.js';
import { moment } from '../../wording/time.js';
import { GiveEvent, WithdrawEvent } from './consent-kinds.events.js';
import { styles } from './consent-kinds.styles.js';
import '../steps/steps.js';

/**
 * @summary The three kinds of insight, side by side: the data used, how detailed, who sees it, what it offers, and whether the
 * organisation consented to it.
 *
 * @event {GiveEvent} relata-give - The viewer wants to consent to a kind.
 * @event {WithdrawEvent} relata-withdraw - The viewer wants to withdraw a kind.
 */
@customElement('relata-consent-kinds')
export class RelataConsentKinds extends LitElement {
  static styles = [base, controls, tableFrom(860), styles];

  @property({ attribute: false }) kinds: KindOfInsight[] = [];
  /** The viewer may give and withdraw consent. */
  @property({ type: Boolean }) consenter = false;
  /** Relationship intelligence is on, so that there is something to consent to. */
  @property({ type: Boolean }) open = false;

  render() {
    return html`
      <table role="table" aria-label=${t('insights.title')}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('insights.kind')}</th>
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col">${t(`insights.${it}`)}</th>`)}
            <th role="columnheader" scope="col">${t('insights.state')}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.kinds.map((it) => this.kind(it))}
        </tbody>
      </table>
    `;
  }

  private kind(kind: KindOfInsight) {
    const { insights } = kind;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${t(`insights.${insights}`)}</th>
        ${COLUMNS.map((it) => html`<td role="cell" data-label=${t(`insights.${it}`)}><span>${t(`insights.${insights}.${it}`)}</span></td>`)}
        <td role="cell" class="state" data-label=${t('insights.state')}>${this.state(kind)}</td>
      </tr>
      ${kind.state === 'withdrawn' ? this.clearing(kind) : nothing}
    `;
  }

  private state(kind: KindOfInsight) {
    const { insights, state, since, by, withdrawn_at } = kind;
    const at = state === 'withdrawn' ? withdrawn_at : since;
    const name = t(`insights.${insights}`);
    return html`
      <div>
        <span class="badge ${BADGES[state]}">${t(`insights.state.${state}`)}</span>
        ${at ? html`<span class="faint">${by ? t('consent.when_by', { moment: moment(at), name: by }) : moment(at)}</span>` : nothing}
        ${this.consenter && this.open && state !== 'granted'
          ? html`<button class="button" aria-label=${t('insights.give.to', { kind: name })} @click=${() => this.dispatchEvent(new GiveEvent(insights))}>${t('insights.give')}</button>`
          : nothing}
        ${this.consenter && state === 'granted'
          ? html`<button class="button" aria-label=${t('insights.withdraw.of', { kind: name })} @click=${() => this.dispatchEvent(new WithdrawEvent(insights))}>${t('insights.withdraw')}</button>`
          : nothing}
      </div>
    `;
  }

  /** Since the withdrawal, nobody sees it; what was stored goes step by step. */
  private clearing({ insights, withdrawn_at, rows_due, rows_gone, files_due, files_gone }: KindOfInsight) {
    const steps = clearingSteps({ hidden_at: withdrawn_at, rows_due, rows_gone_at: rows_gone, files_due, files_gone_at: files_gone });
    return html`
      <tr role="row" class="clearing">
        <td role="cell" colspan=${COLUMNS.length + 2}>
          <relata-steps .label=${t('insights.clearing', { kind: t(`insights.${insights}`) })} .steps=${steps}></relata-steps>
        </td>
      </tr>
    `;
  }
}

const COLUMNS = ['data', 'detail', 'seen', 'offers'] as const;
const BADGES = { never: '', granted: 'good', withdrawn: 'bad' };

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-kinds': RelataConsentKinds;
  }
}
