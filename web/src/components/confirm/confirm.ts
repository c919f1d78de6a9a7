import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { ConfirmEvent } from './confirm.events.js';
import { styles } from './confirm.styles.js';
import '../dialog/dialog.js';
import '../fault/fault.js';

/** A box beside the question: something more that shall happen. */
export interface Tick {
  name: string;
  label: string;
  why: string;
}

/** What is about to happen, in words. */
export interface Question {
  heading: string;
  /** A sentence each: what happens, when, and what cannot be undone. */
  says: string[];
  /** What the button says. */
  action: string;
  /** Something is lost. */
  grave?: boolean;
  ticks?: Tick[];
  /** The viewer has to write this first. */
  typed?: string;
}

/**
 * @summary Asks before something happens, and says what. Whatever goes wrong is said inside, and the viewer can try again.
 *
 * @event {ConfirmEvent} relata-confirm - The viewer wants it.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-confirm')
export class RelataConfirm extends LitElement {
  static styles = [base, controls, form, styles];

  @property({ attribute: false }) question: Question | null = null;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private ticked: string[] = [];
  @state() private written = '';

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('question')) return;
    this.ticked = [];
    this.written = '';
  }

  render() {
    const { question } = this;
    return html`
      <relata-dialog .open=${question !== null} .heading=${question?.heading ?? ''} @relata-close=${() => this.dispatchEvent(new Event('relata-close'))}>
        ${question ? this.form(question) : nothing}
      </relata-dialog>
    `;
  }

  private form(question: Question) {
    const ready = question.typed === undefined || this.written.trim() === question.typed;
    return html`
      <form @submit=${this.submitted}>
        ${question.says.map((it) => html`<p>${it}</p>`)} ${question.ticks?.map((it) => this.tick(it))}
        ${question.typed === undefined ? nothing : this.toWrite(question.typed)}
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new Event('relata-close'))}>${t('confirm.cancel')}</button>
          <button class="button ${question.grave ? 'danger' : 'primary'}" ?disabled=${!ready || this.busy}>${this.busy ? t('confirm.busy') : question.action}</button>
        </div>
      </form>
    `;
  }

  private tick({ name, label, why }: Tick) {
    return html`
      <div>
        <label class="tick">
          <input type="checkbox" data-name=${name} .checked=${this.ticked.includes(name)} @change=${() => this.toggle(name)} />
          ${label}
        </label>
        <p class="why">${why}</p>
      </div>
    `;
  }

  private toWrite(typed: string) {
    return html`
      <label class="field">
        ${t('confirm.type', { word: typed })}
        <input autocomplete="off" spellcheck="false" .value=${this.written} @input=${(event: Event) => (this.written = (event.target as HTMLInputElement).value)} />
      </label>
    `;
  }

  private toggle(name: string) {
    this.ticked = this.ticked.includes(name) ? this.ticked.filter((it) => it !== name) : [...this.ticked, name];
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (!this.busy) this.dispatchEvent(new ConfirmEvent(this.ticked));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-confirm': RelataConfirm;
  }
}
