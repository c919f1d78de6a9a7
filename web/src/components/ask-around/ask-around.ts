import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { NamingRequest } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { plain, sentence } from '../../wording/outside.js';
import { AskAroundEvent } from './ask-around.events.js';
import { styles } from './ask-around.styles.js';

/**
 * @summary Colleagues who are counted and not named may decide to be named to the viewer; here the viewer asks them, and sees
 * what became of it.
 *
 * @event {AskAroundEvent} relata-ask-around - The viewer asks.
 */
@customElement('relata-ask-around')
export class RelataAskAround extends LitElement {
  static styles = [base, controls, styles];

  /** What the viewer asked about this target before. */
  @property({ attribute: false }) request: NamingRequest | null = null;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private open = false;
  @query('input') private reason!: HTMLInputElement;

  render() {
    if (this.request) return html`<p role="status">${sentence(this.request.text)}</p>`;
    if (this.open) return this.form();
    return html`<p>${t('ask_around')}</p><button class="button" @click=${this.begin}>${t('ask_around.begin')}</button>`;
  }

  private form() {
    return html`
      <form @submit=${this.submitted}>
        <label class="field">${t('ask_around.reason')}<input maxlength="300" autocomplete="off" required /></label>
        <p class="faint">${t('ask_around.how')}</p>
        ${this.error ? html`<p class="refusal" role="alert">${plain(this.error instanceof Error ? this.error.message : String(this.error))}</p>` : nothing}
        <button class="button primary" ?disabled=${this.busy}>${t('ask_around.ask')}</button>
      </form>
    `;
  }

  private async begin() {
    this.open = true;
    await this.updateComplete;
    this.reason.focus();
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    this.dispatchEvent(new AskAroundEvent(this.reason.value.trim()));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-ask-around': RelataAskAround;
  }
}
