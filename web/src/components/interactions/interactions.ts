import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Kpis } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { figures } from '../../styles/figures.styles.js';
import { average, both } from '../../wording/figure.js';
import type { Amount } from '../sides/sides.js';
import '../sides/sides.js';

/**
 * @summary Who starts the emails, meetings and calls.
 */
@customElement('relata-interactions')
export class RelataInteractions extends LitElement {
  static styles = [base, figures];

  @property({ attribute: false }) kpis: Kpis | null = null;

  render() {
    if (this.kpis === null) return nothing;
    const { us, them, tasks, similar } = this.kpis;
    const rows = [
      { label: t('interactions.email'), us: count(us.emails), them: count(them.emails), similar: similar && both(average(similar.emails_us), average(similar.emails_them)) },
      { label: t('interactions.meeting'), us: count(us.meetings), them: count(them.meetings), similar: similar && total(similar.meetings) },
      { label: t('interactions.call'), us: count(us.calls), them: count(them.calls), similar: similar && total(similar.calls) },
    ];
    const isQuiet = rows.every((it) => it.us.size === 0 && it.them.size === 0);
    return html`
      <h3>${t('interactions.title')}</h3>
      ${isQuiet && !similar
        ? html`<p>${t('interactions.none')}</p>`
        : html`<relata-sides .label=${t('interactions.title')} .rows=${rows} .deals=${similar?.deals ?? null}></relata-sides>`}
      ${tasks > 0 ? html`<p class="faint">${t('interactions.tasks', { count: tasks })}</p>` : nothing}
    `;
  }
}

const count = (value: number): Amount & { size: number } => ({ text: number(value), size: value });

const total = (value: number) => t('figure.total', { total: average(value) });

declare global {
  interface HTMLElementTagNameMap {
    'relata-interactions': RelataInteractions;
  }
}
