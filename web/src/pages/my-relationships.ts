import { Task } from '@lit/task';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getMeetingsAhead, getMyTies, getWaiting, hideContact } from '../api/me.js';
import type { Introduction, Introductions, NamingRequests } from '../api/types.js';
import { answerIntroduction, listIntroductions } from '../api/introductions.js';
import { answerNamingRequest, listNamingRequests } from '../api/naming.js';
import type { IntroductionAnswerEvent } from '../components/introductions/introductions.events.js';
import type { HideEvent } from '../components/my-ties/my-ties.events.js';
import type { NamingAnswerEvent } from '../components/naming-requests/naming-requests.events.js';
import type { Pair, WhyEvent } from '../events/pair.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { day } from '../wording/time.js';
import { SERVER } from './server.js';
import '../components/asked-around/asked-around.js';
import '../components/fault/fault.js';
import '../components/introductions/introductions.js';
import '../components/meetings-ahead/meetings-ahead.js';
import '../components/my-ties/my-ties.js';
import '../components/naming-requests/naming-requests.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';
import '../components/waiting-list/waiting-list.js';
import '../widgets/evidence-drawer/evidence-drawer.js';

/**
 * @summary The viewer's own relationships: who asks to name them, introductions, who waits for whom, their ties, and whom they will meet.
 *
 * @event relata-introduction-answered - The viewer answered a colleague who asked for an introduction.
 */
@customElement('relata-my-relationships')
export class RelataMyRelationships extends LitElement {
  static styles = [base, page];

  @property() name = '';
  /** The viewer's number in the directory. */
  @property() person = '';

  @state() private asksWhy: Pair | null = null;
  @state() private hiddenIds: string[] = [];
  @state() private answering = false;
  @state() private fault: unknown = null;

  private readonly requests = new Task(this, {
    task: (_, { signal }) => listNamingRequests(SERVER, signal),
    args: () => [],
  });
  private readonly introductions = new Task(this, { task: (_, { signal }) => listIntroductions(SERVER, signal), args: () => [] });
  private readonly waiting = new Task(this, { task: (_, { signal }) => getWaiting(SERVER, signal), args: () => [] });
  private readonly ties = new Task(this, { task: (_, { signal }) => getMyTies(SERVER, signal), args: () => [] });
  private readonly meetings = new Task(this, { task: (_, { signal }) => getMeetingsAhead(SERVER, signal), args: () => [] });

  render() {
    return html`
      ${this.fault ? html`<relata-fault .error=${this.fault}></relata-fault>` : nothing}
      ${this.requests.value ? this.naming(this.requests.value) : nothing}
      ${section('introductions', this.introductions, (it) => this.asked(it))}
      ${section('waiting', this.waiting, (it) => html`<relata-waiting-list .waiting=${it}></relata-waiting-list>`)}
      ${section(
        'ties',
        this.ties,
        (it) => html`
          ${it.computed_for ? html`<p class="faint">${t('wkw.as_of', { day: day(it.computed_for) })}</p>` : nothing}
          <relata-my-ties
            .ties=${it}
            .me=${{ id: this.person, name: this.name }}
            .hiddenIds=${this.hiddenIds}
            @relata-why=${(event: WhyEvent) => (this.asksWhy = event.pair)}
            @relata-hide=${this.hide}
          ></relata-my-ties>
        `,
      )}
      ${section('meetings', this.meetings, ({ meetings }) => html`<relata-meetings-ahead .meetings=${meetings}></relata-meetings-ahead>`)}
      <relata-evidence-drawer .server=${SERVER} .pair=${this.asksWhy} @relata-close=${() => (this.asksWhy = null)}></relata-evidence-drawer>
    `;
  }

  /** Only when there is something to answer or to wait for. */
  private naming({ for_me, mine }: NamingRequests) {
    return html`
      ${for_me.length === 0
        ? nothing
        : html`
            <section class="card" aria-labelledby="naming">
              <h2 id="naming">${t('naming.title')}</h2>
              <p class="faint">${t('naming.why')}</p>
              <relata-naming-requests .questions=${for_me} .busy=${this.answering} @relata-naming-answer=${this.answer}></relata-naming-requests>
            </section>
          `}
      ${mine.length === 0
        ? nothing
        : html`
            <section class="card" aria-labelledby="asked">
              <h2 id="asked">${t('asked.title')}</h2>
              <relata-asked-around .requests=${mine}></relata-asked-around>
            </section>
          `}
    `;
  }

  private asked({ for_me, mine, waiting, open_days }: Introductions) {
    return html`
      ${waiting === 0 ? nothing : html`<p role="status"><strong>${t('introductions.waiting', { count: waiting })}</strong></p>`}
      ${this.requestsOf('for_me', for_me, open_days)} ${this.requestsOf('mine', mine, open_days)}
    `;
  }

  private requestsOf(side: 'for_me' | 'mine', requests: Introduction[], openDays: number) {
    return html`
      <h3>${t(`introductions.${side}`)}</h3>
      ${requests.length === 0
        ? html`<p class="faint">${t(`introductions.${side}.none`)}</p>`
        : html`
            <relata-introductions
              .side=${side}
              .requests=${requests}
              .openDays=${openDays}
              .busy=${this.answering}
              @relata-introduction-answer=${this.say}
            ></relata-introductions>
          `}
    `;
  }

  private async say({ id, answer }: IntroductionAnswerEvent) {
    this.answering = true;
    await this.attempt(async () => {
      await answerIntroduction(SERVER, id, answer);
      await this.introductions.run();
      this.dispatchEvent(new Event('relata-introduction-answered', { bubbles: true, composed: true }));
    });
    this.answering = false;
  }

  private async answer({ id, answer }: NamingAnswerEvent) {
    this.answering = true;
    await this.attempt(async () => {
      await answerNamingRequest(SERVER, id, answer);
      await this.requests.run();
    });
    this.answering = false;
  }

  private hide({ contact }: HideEvent) {
    return this.attempt(async () => {
      await hideContact(SERVER, contact.id);
      this.hiddenIds = [...this.hiddenIds, contact.id];
    });
  }

  private async attempt(work: () => Promise<void>) {
    this.fault = null;
    try {
      await work();
    } catch (error) {
      this.fault = error;
    }
  }
}

function section<Answer>(name: 'introductions' | 'waiting' | 'ties' | 'meetings', task: Task<readonly unknown[], Answer>, content: (answer: Answer) => TemplateResult) {
  return html`
    <section class="card" aria-labelledby=${name}>
      <h2 id=${name}>${t(`${name}.title`)}</h2>
      <p class="faint">${t(`${name}.why`)}</p>
      ${task.render({
        pending: () => html`<relata-skeleton></relata-skeleton>`,
        error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => task.run()}></relata-problem>`,
        complete: content,
      })}
    </section>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-relationships': RelataMyRelationships;
  }
}
