import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { listMailboxes } from '../../api/mailboxes.js';
import type { Mailbox } from '../../api/types.js';
import type { LookEvent, PickEvent } from '../../components/picker/picker.events.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { chips } from '../../styles/chips.styles.js';
import { outside } from '../../wording/outside.js';
import '../../components/fault/fault.js';
import '../../components/picker/picker.js';

const MOST = 20;

/** The viewer chose a mailbox, or none any more. */
export class MailboxEvent extends Event {
  constructor(readonly mailbox: Mailbox | null) {
    super('relata-mailbox');
  }
}

/**
 * @summary One mailbox, found by what it is called or by whose it is.
 *
 * @event {MailboxEvent} relata-mailbox - The viewer chose one, or none any more.
 */
@customElement('relata-mailbox-picker')
export class RelataMailboxPicker extends LitElement {
  static styles = [base, chips];

  @property() server = '';
  @property({ attribute: false }) mailbox: Mailbox | null = null;

  @state() private found: Mailbox[] | null = null;
  @state() private error: unknown = null;
  private visit = new AbortController();

  render() {
    return html`
      ${this.mailbox ? this.chosen(this.mailbox) : this.finder()}
      <relata-fault .error=${this.error}></relata-fault>
    `;
  }

  private chosen(mailbox: Mailbox) {
    return html`
      <ul class="chips">
        <li>${outside(mailbox.name)} <button type="button" aria-label=${t('groups.remove', { name: mailbox.name })} @click=${() => this.tell(null)}>${closeIcon}</button></li>
      </ul>
    `;
  }

  private finder() {
    const choices = this.found?.map((it) => ({ id: it.id, name: it.name, detail: detailOf(it) })) ?? null;
    return html`
      <relata-picker flows .label=${t('mailbox_picker.label')} .placeholder=${t('mailbox_picker.search')} .choices=${choices}
        @relata-look=${({ query }: LookEvent) => this.look(query)} @relata-pick=${({ choice }: PickEvent) => this.pick(choice.id)}></relata-picker>
    `;
  }

  private async look(query: string) {
    this.visit.abort();
    this.visit = new AbortController();
    const { signal } = this.visit;
    try {
      this.found = (await listMailboxes(this.server, query, MOST, signal)).mailboxes;
      this.error = null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  private pick(id: string) {
    this.tell(this.found?.find((it) => it.id === id) ?? null);
  }

  private tell(mailbox: Mailbox | null) {
    this.mailbox = mailbox;
    this.dispatchEvent(new MailboxEvent(mailbox));
  }
}

/** Whose it is, how much was read of it, and where it lies: enough to tell two of one name apart. */
const detailOf = ({ owner, read, source }: Mailbox) => [owner?.name ?? t('mailbox_picker.nobodys'), t('mailbox_picker.read', { count: read }), source].join(' · ');

declare global {
  interface HTMLElementTagNameMap {
    'relata-mailbox-picker': RelataMailboxPicker;
  }
}
