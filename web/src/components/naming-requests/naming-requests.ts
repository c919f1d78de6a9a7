import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NamingQuestion } from '../../api/types.js';
import { LOCALE, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { day, moment } from '../../wording/time.js';
import { NamingAnswerEvent } from './naming-requests.events.js';
import { styles } from './naming-requests.styles.js';

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/**
 * @summary Colleagues who ask whether the viewer may be named to them, with what a yes tells them.
 *
 * @event {NamingAnswerEvent} relata-naming-answer - The viewer answers, or changes the answer.
 */
@customElement('relata-naming-requests')
export class RelataNamingRequests extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) questions: NamingQuestion[] = [];
  @property({ type: Boolean }) busy = false;

  render() {
    return html`<ul aria-label=${t('naming.title')}>${this.questions.map((it) => this.row(it))}</ul>`;
  }

  private row({ id, at, asker, contacts, reason, answer, until }: NamingQuestion) {
    const names = { by: asker.name, contact: list.format(contacts.map(({ name }) => name)) };
    return html`
      <li>
        <p><strong>${t('naming.asks', names)}</strong> <span class="faint">${moment(at)}</span></p>
        ${reason ? html`<blockquote>${outside(reason)}</blockquote>` : nothing}
        <p class=${answer === null ? 'faint' : ''} role=${answer === null ? nothing : 'status'}>
          ${answer === null ? t('naming.reveals', names) : t(`naming.answered.${answer}`, { by: asker.name, day: until ? day(until) : '' })}
        </p>
        <div class="actions">
          ${(['yes', 'no'] as const).filter((it) => it !== answer).map((it) => this.choice(id, asker.name, it, answer === null))}
        </div>
      </li>
    `;
  }

  private choice(id: string, by: string, choice: 'yes' | 'no', open: boolean) {
    return html`
      <button
        class="button ${open && choice === 'yes' ? 'primary' : ''}"
        aria-label=${t(`naming.${choice}.label`, { by })}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new NamingAnswerEvent(id, choice))}
      >
        ${t(`naming.${choice}`)}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-naming-requests': RelataNamingRequests;
  }
}
