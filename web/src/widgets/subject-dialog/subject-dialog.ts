import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SubjectKind, ErasureSubject } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import type { Mailbox } from '../../api/types.js';
import type { MailboxEvent } from '../mailbox-picker/mailbox-picker.js';
import type { PersonEvent, Picked } from '../person-picker/person-picker.js';
import { styles } from './subject-dialog.styles.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';
import '../mailbox-picker/mailbox-picker.js';
import '../person-picker/person-picker.js';

/** The viewer wants that subject forgotten, or put together. */
export class SubjectEvent extends Event {
  constructor(
    readonly subject: ErasureSubject,
    readonly reason: string,
  ) {
    super('relata-subject');
  }
}

const KINDS: Record<'erase' | 'access', SubjectKind[]> = { erase: ['person', 'address', 'mailbox', 'everything'], access: ['person', 'address'] };

/** Something with a name before and a dot after the at sign; whatever else is wrong, the server says. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * @summary Whom a request is about: somebody found by search, an address that may never have been met, a
 * mailbox, or everything. It says what happens, when, and what cannot be undone.
 *
 * @event {SubjectEvent} relata-subject - The viewer wants it.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-subject-dialog')
export class RelataSubjectDialog extends LitElement {
  static styles = [base, controls, form, styles];

  @property() server = '';
  /** What it is for; null while the dialog is closed. */
  @property() purpose: 'erase' | 'access' | null = null;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private kind: SubjectKind = 'person';
  @state() private person: Picked | null = null;
  @state() private mailbox: Mailbox | null = null;
  @state() private address = '';
  @state() private written = '';
  @state() private reason = '';

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('purpose')) this.begin('person');
  }

  render() {
    const { purpose } = this;
    return html`
      <relata-dialog .open=${purpose !== null} .heading=${purpose ? t(`subject.${purpose}`) : ''} @relata-close=${this.closed}>
        ${purpose ? this.form(purpose) : nothing}
      </relata-dialog>
    `;
  }

  private form(purpose: 'erase' | 'access') {
    return html`
      <form @submit=${this.submitted}>
        <fieldset>
          <legend>${t('subject.whom')}</legend>
          ${KINDS[purpose].map((it) => this.kindChoice(it, purpose))}
        </fieldset>
        ${this.which()}
        ${purpose === 'erase'
          ? html`
              <div class="consequences">
                <p>${t(`subject.erase.${this.kind}`)}</p>
                <p>${t(this.kind === 'everything' ? 'erase.everything.again' : 'erase.again')}</p>
                <p>${t('erase.when')} <strong>${t('erase.undone')}</strong></p>
              </div>
              <label class="field">${t('subject.reason')}<input maxlength="300" autocomplete="off" .value=${this.reason} @input=${(event: Event) => (this.reason = valueOf(event))} /></label>
              <p class="faint">${t('subject.reason.why')}</p>
            `
          : html`<p>${t('access_request.says')}</p><p>${t('access_request.hand_over')}</p>`}
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
          <button class="button ${purpose === 'erase' ? 'danger' : 'primary'}" ?disabled=${this.subject === null || this.busy}>
            ${t(this.busy ? 'confirm.busy' : `subject.${purpose}.action`)}
          </button>
        </div>
      </form>
    `;
  }

  private kindChoice(kind: SubjectKind, purpose: 'erase' | 'access') {
    const label = kind === 'address' && purpose === 'access' ? t('subject.address.known') : t(`subject.${kind}`);
    return html`<label class="tick"><input type="radio" name="kind" value=${kind} .checked=${kind === this.kind} @change=${() => this.begin(kind)} />${label}</label>`;
  }

  private which() {
    switch (this.kind) {
      case 'address':
        return html`
          <label class="field">${t('subject.address.label')}<input type="email" autocomplete="off" spellcheck="false" maxlength="254" .value=${this.address} @input=${(event: Event) => (this.address = valueOf(event).trim())} /></label>
          ${this.purpose === 'erase' ? html`<p class="faint">${t('subject.address.why')}</p>` : nothing}
        `;
      case 'mailbox':
        return html`<relata-mailbox-picker .server=${this.server} .mailbox=${this.mailbox} @relata-mailbox=${(event: MailboxEvent) => (this.mailbox = event.mailbox)}></relata-mailbox-picker>`;
      case 'everything':
        return html`<label class="field">${t('confirm.type', { word: t('subject.everything.word') })}<input autocomplete="off" spellcheck="false" .value=${this.written} @input=${(event: Event) => (this.written = valueOf(event))} /></label>`;
      default:
        return html`<relata-person-picker .server=${this.server} .person=${this.person} @relata-person=${(event: PersonEvent) => (this.person = event.person)}></relata-person-picker>`;
    }
  }

  /** Null while it is not clear whom it is about. */
  private get subject(): ErasureSubject | null {
    switch (this.kind) {
      case 'address':
        return ADDRESS.test(this.address) ? { kind: 'address', address: this.address } : null;
      case 'mailbox':
        return this.mailbox && { kind: 'mailbox', id: this.mailbox.id };
      case 'everything':
        return this.written.trim().toLowerCase() === t('subject.everything.word') ? { kind: 'everything' } : null;
      default:
        return this.person && { kind: this.kind, id: this.person.id };
    }
  }

  private begin(kind: SubjectKind) {
    this.kind = kind;
    this.person = null;
    this.mailbox = null;
    this.address = '';
    this.written = '';
    this.reason = '';
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    const { subject } = this;
    if (subject && !this.busy) this.dispatchEvent(new SubjectEvent(subject, this.reason.trim()));
  }

  private closed() {
    this.dispatchEvent(new Event('relata-close'));
  }
}

const valueOf = (event: Event) => (event.target as HTMLInputElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'relata-subject-dialog': RelataSubjectDialog;
  }
}
