import { Task } from '@lit/task';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { MOST_INTRODUCERS, listIntroducers, type TargetId } from '../../api/introducers.js';
import { askToBeNamed, listNamingRequests } from '../../api/naming.js';
import type { Introducers, NamingRequest } from '../../api/types.js';
import type { AskAroundEvent } from '../../components/ask-around/ask-around.events.js';
import type { IntroduceEvent, Pair, WhyEvent } from '../../events/pair.js';
import { graphIcon, listIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { showMore } from '../../wording/more.js';
import { day } from '../../wording/time.js';
import { Embeddable } from '../embeddable.js';
import { styles } from './who-knows-whom.styles.js';
import '../../components/ask-around/ask-around.js';
import '../../components/ego-graph/ego-graph.js';
import '../../components/empty-state/empty-state.js';
import '../../components/introducers/introducers.js';
import '../../components/notes/notes.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';
import '../evidence-drawer/evidence-drawer.js';
import { keptHere } from '../introduction-dialog/kept-draft.js';
import '../introduction-dialog/introduction-dialog.js';

/**
 * @summary Which colleagues know the person on a record, how well, and why; and a way to ask one for an introduction.
 *
 * ```html
 * <relata-who-knows-whom server="https://relata.example.org" record="C-1"></relata-who-knows-whom>
 * ```
 *
 * Every custom property of `styles/tokens.css` can be set on the element; light or dark is the page's `color-scheme`.
 *
 * @event {WhyEvent} relata-why - The viewer opened the evidence of a pair.
 * @event {IntroduceEvent} relata-introduce - The viewer began to ask for an introduction.
 * @event {IntroductionEvent} relata-introduction - The message to the colleague left Relata.
 * @csspart card - The frame around it all.
 */
@customElement('relata-who-knows-whom')
export class RelataWhoKnowsWhom extends Embeddable {
  static styles = [tokens, base, controls, styles];

  /** Or the id of a person, with or without a record. */
  @property() person = '';
  /** How many colleagues are shown before the viewer asks for more. */
  @property({ type: Number }) limit = 5;
  /** Where a colleague's name leads, with `{id}` for the colleague. */
  @property({ attribute: 'colleague-href' }) colleagueHref = '';

  @state() private view: 'list' | 'graph' = 'list';
  @state() private all = false;
  @state() private asksWhy: Pair | null = null;
  @state() private introduces: Pair | null = null;
  @state() private asking = false;
  @state() private refusal: unknown = null;

  private readonly introducers = new Task(this, {
    task: ([server, record, person, limit], { signal }) =>
      listIntroducers(server, targetId(record, person), limit, signal),
    args: () => [this.from, this.record, this.person, this.all ? MOST_INTRODUCERS : this.limit] as const,
  });

  /** What the viewer asked about the target; undefined for who cannot ask: guests, and widgets in other applications. */
  private readonly asked = new Task(this, {
    task: async ([server, hidden, record, person], { signal }): Promise<NamingRequest | null | undefined> => {
      if (typeof server !== 'string' || !hidden) return undefined;
      const requests = await listNamingRequests(server, signal).catch(() => null);
      return requests?.mine && (requests.mine.find(({ target }) => target.id === (target.kind === 'record' ? record : person)) ?? null);
    },
    args: () => [this.from, (this.introducers.value?.hidden ?? 0) > 0, this.record, this.person] as const,
  });

  /** Who was with the provider to allow something finds the draft open again. */
  firstUpdated() {
    if (this.from === '') this.introduces = keptHere()?.pair ?? null;
  }

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('record') && !changed.has('person') && !changed.has('server')) return;
    this.all = false;
    this.refusal = null;
  }

  render() {
    return html`
      <section part="card" aria-label=${t('wkw.label')} @relata-why=${this.why} @relata-introduce=${this.introduce}>
        ${this.introducers.render({
          pending: () => (this.all && this.introducers.value ? this.answer(this.introducers.value) : this.loading()),
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${this.retry}></relata-problem>`,
          complete: (answer) => this.answer(answer),
        })}
      </section>
      <relata-evidence-drawer
        .server=${this.from}
        .pair=${this.asksWhy}
        @relata-close=${() => (this.asksWhy = null)}
      ></relata-evidence-drawer>
      <relata-introduction-dialog
        .server=${this.from}
        .pair=${this.introduces}
        @relata-close=${() => (this.introduces = null)}
      ></relata-introduction-dialog>
    `;
  }

  private loading() {
    return html`<relata-skeleton .label=${t('wkw.loading')} .rows=${Math.min(this.limit, 5)}></relata-skeleton>`;
  }

  private answer(answer: Introducers) {
    const known = answer.state === 'known';
    return html`
      <header>
        <div>
          <h2>${t('wkw.title', { name: answer.target.name })}</h2>
          ${answer.computed_for ? html`<p class="faint">${t('wkw.as_of', { day: day(answer.computed_for) })}</p>` : nothing}
        </div>
        ${known ? this.viewSwitch() : nothing}
      </header>
      ${known
        ? html`<relata-notes .answer=${answer}></relata-notes>${this.known(answer)}`
        : html`<relata-empty-state .answer=${answer}></relata-empty-state>`}
      ${answer.hidden > 0 ? this.askAround() : nothing}
    `;
  }

  private askAround() {
    const request = this.asked.value;
    if (request === undefined) return nothing;
    return html`
      <relata-ask-around .request=${request} .busy=${this.asking} .error=${this.refusal} @relata-ask-around=${this.ask}></relata-ask-around>
    `;
  }

  private viewSwitch() {
    const isList = this.view === 'list';
    const label = t(isList ? 'wkw.as_graph' : 'wkw.as_list');
    return html`
      <button class="button subtle icon" aria-label=${label} title=${label} @click=${this.switchView}>
        ${isList ? graphIcon : listIcon}
      </button>
    `;
  }

  private known({ target, introducers, computed_for, total }: Introducers) {
    return html`
      ${this.view === 'graph'
        ? html`<relata-ego-graph .target=${target} .introducers=${introducers}></relata-ego-graph>`
        : html`
            <relata-introducers
              .target=${target}
              .introducers=${introducers}
              .computedFor=${computed_for}
              .colleagueHref=${this.colleagueHref}
            ></relata-introducers>
          `}
      ${this.more(introducers.length, total)}
    `;
  }

  private more(shown: number, total: number) {
    if (shown >= total) return nothing;
    if (this.all) return html`<p class="faint">${t('wkw.shown', { count: shown, total })}</p>`;
    return html`<button class="button" @click=${() => (this.all = true)}>${showMore(MOST_INTRODUCERS, total)}</button>`;
  }

  private async ask({ reason }: AskAroundEvent) {
    if (typeof this.from !== 'string') return;
    this.asking = true;
    this.refusal = null;
    try {
      await askToBeNamed(this.from, targetId(this.record, this.person), reason);
      await this.asked.run();
    } catch (error) {
      this.refusal = error;
    }
    this.asking = false;
  }

  private switchView() {
    this.view = this.view === 'list' ? 'graph' : 'list';
  }

  private why({ pair }: WhyEvent) {
    this.asksWhy = pair;
  }

  /** In another application's page the viewer may read and no more; the application of our own goes on from there. */
  private introduce({ pair }: IntroduceEvent) {
    if (typeof this.from === 'string') this.introduces = pair;
    else open(`${this.from.address}${hrefOfRecord(this.record)}?tab=whom`, '_blank', 'noopener');
  }

  private retry() {
    void this.introducers.run();
  }
}

function targetId(record: string, person: string): TargetId {
  if (record) return { record };
  if (person) return { person };
  throw new Error(t('wkw.no_target'));
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-who-knows-whom': RelataWhoKnowsWhom;
  }
}
