import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Server } from '../../api/client.js';
import { getDraft, grantHref, sendIntroduction } from '../../api/introductions.js';
import type { Draft, SentIntroduction } from '../../api/types.js';
import type { GrantEvent, HandOverEvent, ReasonEvent, SendEvent } from '../../components/introduction/introduction.events.js';
import { IntroductionEvent, type Pair } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './introduction-dialog.styles.js';
import { forgetDraft, here, keepDraft, keptHere, type KeptDraft } from './kept-draft.js';
import '../../components/dialog/dialog.js';
import '../../components/introduction/introduction.js';
import '../../components/problem/problem.js';

/**
 * @summary The dialog in which a viewer asks a colleague for an introduction. It is open as long as it has a pair.
 *
 * @event {IntroductionEvent} relata-introduction - The message left Relata.
 * @event relata-close - The viewer closed it.
 */
@customElement('relata-introduction-dialog')
export class RelataIntroductionDialog extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) server: Server = '';
  @property({ attribute: false }) pair: Pair | null = null;

  @state() private draft: Draft | null = null;
  @state() private sent: SentIntroduction | null = null;
  @state() private busy = false;
  @state() private problem: { error: unknown; retry: () => void } | null = null;

  /** Aborts what is under way when the dialog moves on to another pair. */
  private visit = new AbortController();
  /** One for each pair, so that pressing *Send* twice sends once. */
  private idempotencyKey = '';

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('pair')) return;
    this.visit.abort();
    this.visit = new AbortController();
    const kept = keptHere();
    const resumed = kept && this.pair && isSame(kept.pair, this.pair) ? kept : null;
    this.idempotencyKey = resumed?.idempotencyKey ?? randomKey();
    this.draft = null;
    this.sent = null;
    this.busy = false;
    this.problem = null;
    if (resumed) void this.resume(resumed);
  }

  render() {
    const { pair } = this;
    const names = pair && { colleague: pair.colleague.name, contact: pair.contact.name };
    return html`
      <relata-dialog
        .open=${pair !== null}
        .heading=${names ? t('introduction.title', names) : ''}
        @relata-close=${this.closed}
      >
        ${pair === null ? nothing : this.sent ? this.success(pair, this.sent) : this.form(pair)}
      </relata-dialog>
    `;
  }

  private form(pair: Pair) {
    return html`
      ${this.problem
        ? html`<relata-problem .error=${this.problem.error} @relata-retry=${this.problem.retry}></relata-problem>`
        : nothing}
      <relata-introduction
        .draft=${this.draft}
        .busy=${this.busy}
        @relata-reason=${(event: ReasonEvent) => this.write(pair, event)}
        @relata-grant=${(event: GrantEvent) => this.grant(pair, event)}
        @relata-send=${(event: SendEvent) => this.send(pair, event)}
        @relata-hand-over=${(event: HandOverEvent) => this.handedOver(pair, event)}
      ></relata-introduction>
    `;
  }

  private success({ colleague: { name } }: Pair, { state }: SentIntroduction) {
    const how = state === 'uncertain' ? 'uncertain' : 'sent';
    return html`
      <div class=${how} role="status">
        <strong>${t(`introduction.${how}`, { name })}</strong>
        <p>${t(`introduction.${how}.hint`, { name })}</p>
      </div>
    `;
  }

  private write(pair: Pair, { reason }: ReasonEvent) {
    return this.attempt(async (signal) => {
      this.draft = await getDraft(this.server, pair.contact.id, pair.colleague.id, reason, signal);
    });
  }

  private send(pair: Pair, { subject, body }: SendEvent) {
    return this.attempt(async (signal) => {
      const via = this.draft?.transport ?? 'smtp';
      const sent = await sendIntroduction(this.server, { ...this.idsOf(pair), subject, body, through: via });
      this.dispatchEvent(new IntroductionEvent(pair, via));
      if (!signal.aborted) this.sent = sent;
    });
  }

  /** Leads to the provider; what was written waits in this tab. */
  private grant(pair: Pair, { subject, body }: GrantEvent) {
    keepDraft({ place: here(), pair, subject, body, idempotencyKey: this.idempotencyKey });
    location.assign(grantHref(here()));
  }

  /** Back from the provider: the draft as it was, and the way it leaves now. */
  private resume({ pair, subject, body }: KeptDraft) {
    forgetDraft();
    return this.attempt(async (signal) => {
      const draft = await getDraft(this.server, pair.contact.id, pair.colleague.id, '', signal);
      this.draft = { ...draft, subject, body };
    });
  }

  /** What opens in a mail program is noted, so that it can be followed; the mail program does not wait for that. */
  private handedOver(pair: Pair, { via, subject, body }: HandOverEvent) {
    this.dispatchEvent(new IntroductionEvent(pair, via));
    if (via === 'copy') return;
    sendIntroduction(this.server, { ...this.idsOf(pair), subject, body, through: via }).catch(() => undefined);
  }

  private idsOf({ contact, colleague }: Pair) {
    return { contact: contact.id, colleague: colleague.id, idempotency_key: this.idempotencyKey };
  }

  private async attempt(work: (signal: AbortSignal) => Promise<void>) {
    const { signal } = this.visit;
    this.busy = true;
    this.problem = null;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) this.problem = { error, retry: () => this.attempt(work) };
    }
    if (!signal.aborted) this.busy = false;
  }

  private closed() {
    this.pair = null;
    this.dispatchEvent(new Event('relata-close'));
  }
}

const isSame = (a: Pair, b: Pair) => a.contact.id === b.contact.id && a.colleague.id === b.colleague.id;

/** Random enough to be used once; `crypto.randomUUID` is missing on pages without TLS. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((it) => it.toString(16).padStart(2, '0')).join('');
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-introduction-dialog': RelataIntroductionDialog;
  }
}
