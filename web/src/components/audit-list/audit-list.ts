import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AuditEvent } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { actorInWords, detailInWords, peopleShown, subjectOf, whatWasDone } from '../../wording/audit.js';
import { outside, plain } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { styles } from './audit-list.styles.js';

/**
 * @summary What was done and looked at, the newest first: a sentence each, with its number in the trail.
 */
@customElement('relata-audit-list')
export class RelataAuditList extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) events: AuditEvent[] = [];

  render() {
    return html`<ol aria-label=${t('audit.title')}>${repeat(this.events, ({ seq }) => seq, (it) => this.event(it))}</ol>`;
  }

  private event(event: AuditEvent) {
    const { seq, at, actor } = event;
    const about = subjectOf(event);
    const beside = [peopleShown(event), detailInWords(event.detail)].filter(Boolean).join(' · ');
    return html`
      <li>
        <span class="when faint"><time datetime=${at}>${moment(at)}</time></span>
        <span class="what">
          <strong title=${plain(actor.id)}>${outside(actorInWords(actor))}</strong> ${whatWasDone(event)}${about ? html` <span class="about">${about.href ? html`<a href=${about.href}>${about.text}</a>` : about.text}</span>` : nothing}
          ${beside ? html`<span class="faint">${beside}</span>` : nothing}
        </span>
        <span class="number faint">${t('audit.number', { number: plain(String(seq)) })}</span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-audit-list': RelataAuditList;
  }
}
