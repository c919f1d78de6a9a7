/**
 * What a viewer asked for, one thing at a time: whether it is under way, and why it was not done. With a question before it,
 * the dialog stays open until it is done or the viewer goes back.
 */
import { html, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { ConfirmEvent } from '../../components/confirm/confirm.events.js';
import type { Question } from '../../components/confirm/confirm.js';
import '../../components/confirm/confirm.js';

type Work = (ticked: string[]) => Promise<void>;

export class Attempt implements ReactiveController {
  busy = false;
  error: unknown = null;

  private asked: { question: Question; work: Work } | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected() {
    this.asked = null;
  }

  /** Does it at once. True when it was done. */
  async now(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    this.host.requestUpdate();
    try {
      await work();
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
    this.host.requestUpdate();
    return this.error === null;
  }

  /** Does it once the viewer has read what it does and wants it. */
  ask(question: Question, work: Work) {
    this.asked = { question, work };
    this.error = null;
    this.host.requestUpdate();
  }

  /** Forgets what went wrong. */
  clear() {
    this.error = null;
    this.host.requestUpdate();
  }

  /** What went wrong, where no dialog says it. */
  get fault(): unknown {
    return this.asked === null ? this.error : null;
  }

  dialog() {
    return html`
      <relata-confirm
        .question=${this.asked?.question ?? null}
        .busy=${this.busy}
        .error=${this.asked === null ? null : this.error}
        @relata-confirm=${this.confirmed}
        @relata-close=${this.closed}
      ></relata-confirm>
    `;
  }

  private confirmed = async ({ ticked }: ConfirmEvent) => {
    const { asked } = this;
    if (asked && (await this.now(() => asked.work(ticked)))) this.close();
  };

  private closed = () => {
    if (this.asked === null) return;
    this.error = null;
    this.close();
  };

  private close() {
    this.asked = null;
    this.host.requestUpdate();
  }
}
