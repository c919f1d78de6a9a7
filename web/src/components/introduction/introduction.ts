import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Draft } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { mailto } from '../../wording/mailto.js';
import { outside, plain } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { GrantEvent, HandOverEvent, ReasonEvent, SendEvent } from './introduction.events.js';
import { styles } from './introduction.styles.js';

/**
 * @summary The message that asks a colleague for an introduction: the reason first, then the draft to change, and the
 * ways it can leave. Nothing is sent without the viewer's press on a button.
 *
 * @event {ReasonEvent} relata-reason - The viewer said why; a draft is wanted.
 * @event {SendEvent} relata-send - The server shall send the message.
 * @event {GrantEvent} relata-grant - The viewer wants to allow that it leaves from their own mailbox.
 * @event {HandOverEvent} relata-hand-over - The message was opened in the mail program or copied.
 */
@customElement('relata-introduction')
export class RelataIntroduction extends LitElement {
  static styles = [base, controls, styles];

  /** The server's draft; null until a reason was given. */
  @property({ attribute: false }) draft: Draft | null = null;
  /** The server is busy with the draft or with sending. */
  @property({ type: Boolean }) busy = false;

  @state() private subject = '';
  @state() private body = '';
  @state() private previewed = false;
  @state() private copied = '';

  @query('#reason') private reason!: HTMLInputElement;
  @query('textarea') private textarea!: HTMLTextAreaElement | null;

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('draft')) return;
    this.subject = plain(this.draft?.subject ?? '');
    this.body = this.draft?.body ?? '';
    this.previewed = false;
    this.copied = '';
  }

  firstUpdated() {
    this.reason.focus();
  }

  render() {
    return html`
      <form @submit=${this.asked}>
        <label class="field">
          ${t('introduction.reason')}
          <input id="reason" name="reason" maxlength="300" autocomplete="off" aria-describedby="hint" />
        </label>
        <p id="hint" class="faint">${t('introduction.reason.hint')}</p>
        <button class="button ${this.draft ? '' : 'primary'}" ?disabled=${this.busy}>
          ${t(this.draft ? 'introduction.rewrite' : 'introduction.write')}
        </button>
      </form>
      ${this.draft ? this.letter(this.draft) : nothing}
    `;
  }

  private letter(draft: Draft) {
    return html`
      <p class="to">${t('introduction.to', { name: draft.to.name })} <span class="faint">${outside(draft.to.email)}</span></p>
      ${draft.asked_before ? html`<p class="missing">${this.reminder(draft.to.name, draft.asked_before)}</p>` : nothing}
      ${this.previewed ? this.preview() : this.editor()}
      ${draft.missing ? html`<p class="missing">${t('introduction.missing', { missing: draft.missing.replaceAll('`', '').replace(/\.$/, '') })}</p>` : nothing}
      ${this.way(draft)}
      <div class="actions">
        <button class="button subtle" @click=${() => (this.previewed = !this.previewed)}>
          ${t(this.previewed ? 'introduction.edit' : 'introduction.preview')}
        </button>
        ${draft.own_mailbox === 'possible' ? this.grant() : nothing}
        ${draft.transport === 'mailto' ? this.handOver(draft) : this.send()}
      </div>
      <p class="faint" role="status">${this.copied}</p>
    `;
  }

  private reminder(name: string, { at, state }: NonNullable<Draft['asked_before']>) {
    return t('introduction.asked_before', { name: plain(name), when: moment(at), state: t(`introductions.state.${state}`) });
  }

  private editor() {
    return html`
      <label class="field">
        ${t('introduction.subject')}
        <input .value=${this.subject} @input=${(event: InputEvent) => (this.subject = valueOf(event))} />
      </label>
      <label class="field">
        ${t('introduction.body')}
        <textarea rows="12" .value=${this.body} @input=${(event: InputEvent) => (this.body = valueOf(event))}></textarea>
      </label>
    `;
  }

  private preview() {
    return html`
      <article aria-label=${t('introduction.preview')}>
        <h3>${outside(this.subject)}</h3>
        ${this.body.split('\n').map((line) => html`<p dir="auto">${plain(line)}</p>`)}
      </article>
    `;
  }

  /** Through which mailbox it leaves, before it does. */
  private way({ transport, from, own_mailbox }: Draft) {
    return html`
      ${from ? html`<p class="faint">${t(transport === 'graph' ? 'introduction.from_own' : 'introduction.from', { from: plain(from) })}</p>` : nothing}
      ${own_mailbox === 'possible' ? html`<p id="grant" class="faint">${t('introduction.grant.why')}</p>` : nothing}
    `;
  }

  private grant() {
    return html`
      <button class="button" aria-describedby="grant" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new GrantEvent(this.subject, this.body))}>
        ${t('introduction.grant')}
      </button>
    `;
  }

  private send() {
    return html`
      <button class="button primary" ?disabled=${this.busy} @click=${this.sent}>
        ${t(this.busy ? 'introduction.sending' : 'introduction.send')}
      </button>
    `;
  }

  private handOver({ to }: Draft) {
    const href = mailto({ to: to.email, subject: this.subject, body: this.body });
    return html`
      <button class="button" @click=${this.copy}>${t('introduction.copy')}</button>
      <a class="button primary" href=${href} @click=${() => this.handedOver('mailto')}>
        ${t('introduction.mail_program')}
      </a>
    `;
  }

  private asked(event: SubmitEvent) {
    event.preventDefault();
    this.dispatchEvent(new ReasonEvent(this.reason.value.trim()));
  }

  private sent() {
    this.dispatchEvent(new SendEvent(this.subject, this.body));
  }

  private handedOver(via: 'mailto' | 'copy') {
    this.dispatchEvent(new HandOverEvent(via, this.subject, this.body));
  }

  /** The clipboard needs a secure page; without one the text is selected for the viewer to copy. */
  private async copy() {
    this.previewed = false;
    await this.updateComplete;
    try {
      await navigator.clipboard.writeText(`${this.subject}\n\n${this.body}`);
      this.copied = t('introduction.copied');
      this.handedOver('copy');
    } catch {
      this.textarea?.select();
      this.copied = t('introduction.copy_by_hand');
    }
  }
}

const valueOf = (event: InputEvent) => (event.target as HTMLInputElement | HTMLTextAreaElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'relata-introduction': RelataIntroduction;
  }
}
