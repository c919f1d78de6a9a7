import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Introduction, IntroductionAnswer, IntroductionState } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { day, moment } from '../../wording/time.js';
import { IntroductionAnswerEvent } from './introductions.events.js';
import { styles } from './introductions.styles.js';

/** How a state looks; those that are over and done without effect look like nothing. */
const LOOKS: Partial<Record<IntroductionState, 'good' | 'busy' | 'bad'>> = {
  sent: 'busy',
  uncertain: 'bad',
  failed: 'bad',
  answered: 'busy',
  accepted: 'good',
};

/**
 * @summary Requests for introductions on one side, with what came of each and what the viewer may say of it.
 *
 * @event {IntroductionAnswerEvent} relata-introduction-answer - The viewer says what comes of a request.
 */
@customElement('relata-introductions')
export class RelataIntroductions extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) requests: Introduction[] = [];
  /** Whether the viewer is who asks, or who is asked. */
  @property() side: 'mine' | 'for_me' = 'mine';
  @property({ type: Number, attribute: 'open-days' }) openDays = 30;
  @property({ type: Boolean }) busy = false;

  render() {
    return html`<ul aria-label=${t(`introductions.${this.side}`)}>${this.requests.map((it) => this.row(it))}</ul>`;
  }

  private row(it: Introduction) {
    const names = namesOf(it);
    return html`
      <li>
        <div class="head">
          <p><strong>${t(`introductions.${this.side}.asked`, names)}</strong> <span class="faint">${moment(it.at)}</span></p>
          <span class="state ${LOOKS[it.state] ?? ''}">${t(`introductions.state.${it.state}`)}</span>
        </div>
        <p>${this.words(it)}</p>
        ${it.may.length === 0 ? nothing : html`<div class="actions">${it.may.map((answer) => this.choice(it, answer))}</div>`}
      </li>
    `;
  }

  private words(it: Introduction) {
    const names = { ...namesOf(it), day: day(it.since), days: String(this.openDays) };
    if (it.seen !== null) return t(`introductions.${this.side}.seen.${it.seen}`, names);
    return t(`introductions.${this.side}.${it.state}`, names);
  }

  private choice(it: Introduction, answer: IntroductionAnswer) {
    const first = answer === 'accepted' && it.state !== 'declined';
    return html`
      <button
        class="button ${first ? 'primary' : ''}"
        aria-label=${t(`introductions.${answer}.label`, namesOf(it))}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new IntroductionAnswerEvent(it.id, answer))}
      >
        ${t(`introductions.${answer}`)}
      </button>
    `;
  }
}

const namesOf = ({ requester, colleague, contact }: Introduction) => ({ requester, colleague: colleague.name, contact: contact.name });

declare global {
  interface HTMLElementTagNameMap {
    'relata-introductions': RelataIntroductions;
  }
}
