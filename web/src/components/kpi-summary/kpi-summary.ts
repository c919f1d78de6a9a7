import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Sentence } from '../../api/types.js';
import { callIcon, chartIcon, emailIcon, meetingIcon, warningIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { styles } from './kpi-summary.styles.js';

/**
 * @summary What stands out, a sentence each, as the server words it.
 */
@customElement('relata-kpi-summary')
export class RelataKpiSummary extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) sentences: Sentence[] = [];

  render() {
    if (this.sentences.length === 0) return html`<p>${t('summary.none')}</p>`;
    return html`
      <ul>
        ${this.sentences.map(({ kind, text }) => html`<li class=${WORRIES.has(kind) ? 'worry' : ''}>${ICONS[kind] ?? chartIcon} <span>${sentence(text)}</span></li>`)}
      </ul>
    `;
  }
}

/** Kinds of sentences that ask for something to be done. */
const WORRIES: ReadonlySet<Sentence['kind']> = new Set(['silence', 'no_reply', 'slower_than_similar']);

const ICONS: Partial<Record<Sentence['kind'], typeof chartIcon>> = {
  more_meetings: meetingIcon,
  more_emails: emailIcon,
  more_calls: callIcon,
  silence: warningIcon,
  no_reply: warningIcon,
  slower_than_similar: warningIcon,
};

declare global {
  interface HTMLElementTagNameMap {
    'relata-kpi-summary': RelataKpiSummary;
  }
}
