import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { RightInWords } from '../../api/types.js';
import type { WantedToken } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { select } from '../../styles/select.styles.js';
import { plain } from '../../wording/outside.js';
import { dayCount } from '../../wording/time.js';
import { styles } from './new-token.styles.js';
import '../dialog/dialog.js';
import '../fault/fault.js';

/** The viewer wants a token like that. */
export class TokenEvent extends Event {
  constructor(readonly wanted: WantedToken) {
    super('relata-token');
  }
}

const DAYS = [30, 90, 180, 365];
const DEFAULT_DAYS = 90;

/**
 * @summary A new token: what it is for, what it may do and until when; once it is made, the token itself, shown this one time.
 *
 * @event {TokenEvent} relata-token - The viewer wants it made.
 * @event relata-close - The viewer is done, or does not want it.
 */
@customElement('relata-new-token')
export class RelataNewToken extends LitElement {
  static styles = [base, controls, select, form, styles];

  @property({ type: Boolean }) open = false;
  /** The rights there are. */
  @property({ attribute: false }) rights: RightInWords[] = [];
  /** The one that was made. */
  @property() token = '';
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private name = '';
  @state() private chosen: string[] = [];
  @state() private days = DEFAULT_DAYS;
  @state() private copied = '';

  @query('#token') private field!: HTMLInputElement | null;

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    this.name = '';
    this.chosen = [];
    this.days = DEFAULT_DAYS;
    this.copied = '';
  }

  render() {
    return html`
      <relata-dialog .open=${this.open} .heading=${t(this.token ? 'tokens.made' : 'tokens.new.title')} @relata-close=${this.closed}>
        ${!this.open ? nothing : this.token ? this.made() : this.form()}
      </relata-dialog>
    `;
  }

  private form() {
    return html`
      <form @submit=${this.submitted}>
        <label class="field">${t('tokens.for')}<input id="name" maxlength="100" autocomplete="off" .value=${this.name} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)} /></label>
        <fieldset>
          <legend>${t('tokens.may')}</legend>
          ${this.rights.map((it) => this.right(it))}
        </fieldset>
        <p class="faint">${t('tokens.may.why')}</p>
        <label class="field">
          ${t('tokens.expires')}
          <select @change=${(event: Event) => (this.days = Number((event.target as HTMLSelectElement).value))}>
            ${DAYS.map((it) => html`<option value=${it} .selected=${it === this.days}>${t('tokens.in', { days: dayCount(it) })}</option>`)}
          </select>
        </label>
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
          <button class="button primary" ?disabled=${this.busy || !this.name.trim() || this.chosen.length === 0}>${t(this.busy ? 'confirm.busy' : 'tokens.create')}</button>
        </div>
      </form>
    `;
  }

  private right({ right, what }: RightInWords) {
    const toggled = this.chosen.includes(right) ? this.chosen.filter((it) => it !== right) : [...this.chosen, right];
    const words = plain(what.charAt(0).toLocaleUpperCase() + what.slice(1));
    return html`<label class="tick"><input type="checkbox" data-name=${right} .checked=${this.chosen.includes(right)} @change=${() => (this.chosen = toggled)} />${words}</label>`;
  }

  private made() {
    return html`
      <div class="form">
        <p>${t('tokens.once')}</p>
        <label class="field">${t('tokens.token')}<input id="token" readonly .value=${this.token} @focus=${() => this.field?.select()} /></label>
        <p class="faint">${t('tokens.use')}</p>
        <div class="actions">
          <span role="status" class="faint">${this.copied}</span>
          <button class="button" @click=${this.copy}>${t('copy')}</button>
          <button class="button primary" @click=${this.closed}>${t('tokens.kept')}</button>
        </div>
      </div>
    `;
  }

  /** The clipboard needs a secure page; without one the text is selected for the viewer to copy. */
  private async copy() {
    try {
      await navigator.clipboard.writeText(this.token);
      this.copied = t('copied');
    } catch {
      this.field?.select();
      this.copied = t('copy.by_hand');
    }
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (!this.busy) this.dispatchEvent(new TokenEvent({ name: this.name.trim(), rights: this.chosen, expires_in_days: this.days }));
  }

  private closed() {
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-new-token': RelataNewToken;
  }
}
