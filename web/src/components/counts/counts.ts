import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Counts } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './counts.styles.js';

const ORDER = [
  'colleagues',
  'mailboxes',
  'interactions',
  'people',
  'opportunities',
  'accounts',
  'contacts',
  'leads',
] as const satisfies (keyof Counts)[];

/**
 * @summary How much the organisation's data hold, as numbers with their names.
 */
@customElement('relata-counts')
export class RelataCounts extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) counts: Counts | null = null;

  render() {
    const { counts } = this;
    if (counts === null) return nothing;
    return html`
      <dl>
        ${ORDER.map((it) => html`<div><dt>${t(`count.${it}`)}</dt><dd>${number(counts[it])}</dd></div>`)}
      </dl>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-counts': RelataCounts;
  }
}
