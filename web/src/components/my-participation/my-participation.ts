import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MyParticipation } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { TakePartEvent } from './my-participation.events.js';
import { styles } from './my-participation.styles.js';

/**
 * @summary Whether the viewer's mailbox is used, why or why not, and the switch to stop that or to begin again.
 *
 * @event {TakePartEvent} relata-take-part - The viewer decides.
 */
@customElement('relata-my-participation')
export class RelataMyParticipation extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) participation: MyParticipation | null = null;
  @property({ type: Boolean }) busy = false;

  render() {
    if (this.participation === null) return nothing;
    const { state, opted_out, may_opt_out } = this.participation;
    return html`
      <p class="state ${state}"><strong>${t(`taking_part.${state}`)}</strong></p>
      <p>${t(`taking_part.${state}.why`)}</p>
      ${may_opt_out || opted_out ? this.decision(opted_out) : nothing}
    `;
  }

  private decision(optedOut: boolean) {
    return html`
      <p>${t(optedOut ? 'taking_part.again.why' : 'taking_part.stop.why')}</p>
      <button class="button" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new TakePartEvent(optedOut))}>
        ${t(optedOut ? 'taking_part.again' : 'taking_part.stop')}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-participation': RelataMyParticipation;
  }
}
