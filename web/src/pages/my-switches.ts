import { Task } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { changeMyParticipation, eraseMe, getMyParticipation, unhideContact } from '../api/me.js';
import { getOwnMailbox, takeBackOwnMailbox } from '../api/introductions.js';
import type { MyParticipation, OwnMailbox } from '../api/types.js';
import type { Question } from '../components/confirm/confirm.js';
import type { TakePartEvent, UnhideEvent, VisibilityEvent } from '../components/my-participation/my-participation.events.js';
import { t } from '../locales/t.js';
import { base, controls } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { moment } from '../wording/time.js';
import { SERVER } from './server.js';
import '../components/confirm/confirm.js';
import '../components/fault/fault.js';
import '../components/hidden-contacts/hidden-contacts.js';
import '../components/my-participation/my-participation.js';
import '../components/my-visibility/my-visibility.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';

const styles = css`
  .done {
    padding: var(--relata-space-3) var(--relata-space-4);
    border-inline-start: 3px solid var(--relata-color-success);
    border-radius: var(--relata-radius);
    background: var(--relata-color-success-tint);
  }
`;

/** What is asked before, and what is done and said after. */
interface Step {
  question: Question;
  work: () => Promise<unknown>;
  done: string;
}

/**
 * @summary What the viewer decides about their own data: taking part, what others see, hidden contacts, sending from their mailbox, and erasing it all.
 */
@customElement('relata-my-switches')
export class RelataMySwitches extends LitElement {
  static styles = [base, controls, page, styles];

  @property() name = '';

  @state() private participation: MyParticipation | null = null;
  @state() private mailbox: OwnMailbox | null = null;
  @state() private step: Step | null = null;
  @state() private busy = false;
  @state() private fault: unknown = null;
  @state() private done = '';

  private readonly loaded = new Task(this, {
    task: async (_, { signal }) => {
      [this.participation, this.mailbox] = await Promise.all([getMyParticipation(SERVER, signal), getOwnMailbox(SERVER, signal)]);
    },
    args: () => [],
  });

  render() {
    return html`
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>${this.done}</p>
      ${this.step === null && this.fault ? html`<relata-fault .error=${this.fault}></relata-fault>` : nothing}
      ${this.participation ? this.content(this.participation) : this.loading()}
      <relata-confirm
        .question=${this.step?.question ?? null}
        .busy=${this.busy}
        .error=${this.step ? this.fault : null}
        @relata-confirm=${this.confirmed}
        @relata-close=${() => (this.step = null)}
      ></relata-confirm>
    `;
  }

  private loading() {
    return this.loaded.render({
      pending: () => html`<div class="card"><relata-skeleton></relata-skeleton></div>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.loaded.run()}></relata-problem>`,
    });
  }

  private content(participation: MyParticipation) {
    return html`
      <section class="card" aria-labelledby="part">
        <h2 id="part">${t('taking_part.title')}</h2>
        <relata-my-participation .participation=${participation} .busy=${this.busy} @relata-take-part=${this.takePart}></relata-my-participation>
      </section>
      <section class="card" aria-labelledby="visibility">
        <h2 id="visibility">${t('visibility.title')}</h2>
        <p class="faint">${t('visibility.why')}</p>
        <relata-my-visibility .visibility=${participation.visibility} .name=${this.name} .busy=${this.busy} @relata-visibility=${this.choose}></relata-my-visibility>
      </section>
      <section class="card" aria-labelledby="hidden">
        <h2 id="hidden">${t('hidden_contacts.title')}</h2>
        <p class="faint">${t('hidden_contacts.why')}</p>
        <relata-hidden-contacts .contacts=${participation.hidden} @relata-unhide=${this.unhide}></relata-hidden-contacts>
      </section>
      ${this.mailbox && this.mailbox.state !== 'impossible' ? this.ownMailbox(this.mailbox) : nothing}
      <section class="card" aria-labelledby="erase">
        <h2 id="erase">${t('erase_me.title')}</h2>
        <p>${t('erase_me.why')}</p>
        <div><button class="button danger" aria-haspopup="dialog" @click=${this.erase}>${t('erase_me.start')}</button></div>
      </section>
    `;
  }

  private ownMailbox({ state, until }: OwnMailbox) {
    return html`
      <section class="card" aria-labelledby="mailbox">
        <h2 id="mailbox">${t('own_mailbox.title')}</h2>
        ${state === 'granted' && until
          ? html`
              <p>${t('own_mailbox.granted', { moment: moment(until) })}</p>
              <div><button class="button" ?disabled=${this.busy} @click=${this.takeBack}>${t('own_mailbox.take_back')}</button></div>
            `
          : html`<p>${t('own_mailbox.possible')}</p>`}
      </section>
    `;
  }

  private takeBack() {
    return this.attempt(async () => (this.mailbox = await takeBackOwnMailbox(SERVER)), t('own_mailbox.done'));
  }

  private takePart({ takesPart }: TakePartEvent) {
    const words = takesPart ? ('taking_part.again' as const) : ('taking_part.stop' as const);
    this.step = {
      question: {
        heading: t(`${words}.title`),
        says: takesPart ? [t('taking_part.again.says')] : [t('taking_part.stop.says.removed'), t('taking_part.stop.says.later'), t('taking_part.stop.says.back')],
        action: t(words),
        grave: !takesPart,
      },
      work: async () => (this.participation = await changeMyParticipation(SERVER, { opted_out: !takesPart })),
      done: t(`${words}.done`),
    };
  }

  private choose({ visibility }: VisibilityEvent) {
    return this.attempt(async () => (this.participation = await changeMyParticipation(SERVER, { visibility })), t('visibility.done'));
  }

  private unhide({ person }: UnhideEvent) {
    return this.attempt(async () => (this.participation = await unhideContact(SERVER, person)), t('hidden_contacts.done'));
  }

  private erase() {
    this.step = {
      question: {
        heading: t('erase_me.title'),
        says: [t('erase_me.says.gone'), t('erase_me.says.files'), t('erase_me.says.final')],
        action: t('erase_me.start'),
        grave: true,
        typed: t('erase_me.word'),
      },
      work: async () => {
        await eraseMe(SERVER);
        await this.loaded.run();
      },
      done: t('erase_me.done'),
    };
  }

  private async confirmed() {
    const { step } = this;
    if (step && (await this.attempt(step.work, step.done))) this.step = null;
  }

  private async attempt(work: () => Promise<unknown>, done: string): Promise<boolean> {
    this.busy = true;
    this.fault = null;
    this.done = '';
    try {
      await work();
      this.done = done;
    } catch (error) {
      this.fault = error;
    }
    this.busy = false;
    return this.fault === null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-switches': RelataMySwitches;
  }
}
