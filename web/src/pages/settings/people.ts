import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { requestAccess } from '../../api/access-requests.js';
import { ApiProblem } from '../../api/client.js';
import { requestErasure } from '../../api/erasures.js';
import { listParticipation, setParticipation, type ParticipationQuery } from '../../api/participation.js';
import type { Participant, ParticipationState } from '../../api/types.js';
import type { MoreEvent, OptInEvent, OptOutEvent } from '../../components/participation-list/participation-list.events.js';
import { t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { filters } from '../../styles/filters.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { select } from '../../styles/select.styles.js';
import { setTitle } from '../../title.js';
import { Paged } from '../paged.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import '../../components/dialog/dialog.js';
import '../../components/participation-list/participation-list.js';
import '../../components/problem/problem.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';

const STATES: ParticipationState[] = ['contributing', 'opted_out', 'excluded_group', 'waiting_for_opt_in', 'not_a_contributor', 'flagged', 'left'];
/** So long a pause in typing counts as the end of a word. */
const PAUSE_MS = 200;

/**
 * @summary Colleagues and whether their data count, for whoever carries out their wishes: leaving somebody out, taking them in
 * again, and from there access and erasure.
 */
@customElement('relata-participation-page')
export class RelataParticipationPage extends LitElement {
  static styles = [base, controls, select, page, filters, form];

  @state() private query: ParticipationQuery = { query: '', state: '' };
  /** For whom more is wanted. */
  @state() private more: Participant | null = null;
  @state() private done: { text: string; href?: string } | null = null;

  private pause?: ReturnType<typeof setTimeout>;
  private readonly attempt = new Attempt(this);
  private readonly people = new Paged<Participant>(this, async (after, signal) => {
    const { people, next } = await listParticipation(SERVER, this.query, after, signal);
    return { items: people, next };
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('people.title'));
    void this.people.restart();
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('people.title')}</h1>
        <p>${t('people.intro')}</p>
      </hgroup>
      ${isRefused(this.people.error) ? html`<relata-refusal .error=${this.people.error}></relata-refusal>` : this.content()}
    `;
  }

  private content() {
    const { items, loading, error, hasMore } = this.people;
    const isEmpty = items.length === 0 && !loading && error === null;
    return html`
      <div class="filters" role="search" aria-label=${t('people.filter')}>
        <label class="field">${t('people.search')}<input type="search" autocomplete="off" maxlength="200" .value=${this.query.query} @input=${this.typed} /></label>
        <label class="field">
          ${t('people.state')}
          <select @change=${(event: Event) => this.narrow({ state: (event.target as HTMLSelectElement).value as ParticipationState | '' })}>
            <option value="">${t('people.state.all')}</option>
            ${STATES.map((it) => html`<option value=${it} .selected=${it === this.query.state}>${t(`people.state.${it}`)}</option>`)}
          </select>
        </label>
      </div>
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>
        ${this.done?.text ?? ''} ${this.done?.href ? html`<a href=${this.done.href}>${t('people.done.follow')}</a>` : nothing}
      </p>
      <div class="card">
        ${items.length > 0
          ? html`<relata-participation-list .people=${items} @relata-opt-out=${this.optOut} @relata-opt-in=${this.optIn}
              @relata-more=${({ participant }: MoreEvent) => (this.more = participant)}></relata-participation-list>`
          : nothing}
        ${isEmpty ? html`<p role="status">${t(this.query.query || this.query.state ? 'people.none.narrowed' : 'colleagues.none')}</p>` : nothing}
        ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
        ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.people.load()}></relata-problem>` : nothing}
        ${hasMore ? html`<button class="button start" @click=${() => this.people.load()}>${t('more.load')}</button>` : nothing}
      </div>
      ${this.moreDialog()} ${this.attempt.dialog()}
    `;
  }

  private moreDialog() {
    const { more } = this;
    return html`
      <relata-dialog .open=${more !== null} .heading=${more ? t('people.more.title', { name: more.name }) : ''} @relata-close=${() => (this.more = null)}>
        ${more
          ? html`
              <div class="form">
                <p>${t('people.access.why')}</p>
                <div class="actions start"><button class="button" @click=${() => this.access(more)}>${t('people.access')}</button></div>
                ${this.mark(more)}
                <p>${t('people.erase.why')}</p>
                <div class="actions start"><button class="button" @click=${() => this.erase(more)}>${t('people.erase')}</button></div>
              </div>
            `
          : nothing}
      </relata-dialog>
    `;
  }

  private mark(participant: Participant) {
    const flag = participant.state === 'flagged' ? 'unflag' : 'flag';
    return html`
      <p>${t(`people.${flag}.why`)}</p>
      <div class="actions start"><button class="button" @click=${() => this.flag(participant)}>${t(`people.${flag}`)}</button></div>
    `;
  }

  private typed(event: Event) {
    const query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.narrow({ query }), PAUSE_MS);
  }

  private narrow(changed: Partial<ParticipationQuery>) {
    this.query = { ...this.query, ...changed };
    void this.people.restart();
  }

  private optOut({ participant: { person, name } }: OptOutEvent) {
    const says = [t('opt_out.says', { name }), t('opt_out.later')];
    const ticks = [{ name: 'erase_past', label: t('opt_out.erase_past'), why: t('opt_out.erase_past.why') }];
    this.attempt.ask({ heading: t('opt_out.title', { name }), says, ticks, action: t('people.opt_out'), grave: true }, async (ticked) => {
      await setParticipation(SERVER, person, { opted_out: true, erase_past: ticked.includes('erase_past') });
      await this.changed(t('opt_out.done', { name }));
    });
  }

  private optIn({ participant: { person, name } }: OptInEvent) {
    const says = [t('opt_in.says', { name }), t('opt_in.asked')];
    this.attempt.ask({ heading: t('opt_in.title', { name }), says, action: t('people.opt_in') }, async () => {
      await setParticipation(SERVER, person, { opted_out: false, erase_past: false });
      await this.changed(t('opt_in.done', { name }));
    });
  }

  private access({ person, name }: Participant) {
    this.more = null;
    this.attempt.ask({ heading: t('access_request.title', { name }), says: [t('access_request.says'), t('access_request.hand_over')], action: t('people.access') }, async () => {
      await requestAccess(SERVER, { id: person });
      this.done = { text: t('access_request.done', { name }), href: hrefOfSettings('privacy') };
    });
  }

  /** A mark hides whether they opted out, so that without it they are out until they are asked. */
  private flag({ person, name, state }: Participant) {
    this.more = null;
    const flag = state === 'flagged' ? 'unflag' : 'flag';
    const opted_out = state === 'flagged' || state === 'opted_out';
    this.attempt.ask({ heading: t(`people.${flag}`), says: [t(`people.${flag}.why`)], action: t(`people.${flag}`) }, async () => {
      await setParticipation(SERVER, person, { opted_out, erase_past: false, flagged: flag === 'flag' });
      await this.changed(t(`${flag}.done`, { name }));
    });
  }

  private erase({ person, name }: Participant) {
    this.more = null;
    const says = [t('erase.person.says', { name }), t('erase.when'), t('erase.again'), t('erase.undone')];
    this.attempt.ask({ heading: t('erase.person.title', { name }), says, action: t('people.erase'), grave: true }, async () => {
      await requestErasure(SERVER, { kind: 'person', id: person }, '');
      await this.changed(t('erase.done', { name }), hrefOfSettings('privacy'));
    });
  }

  private async changed(text: string, href?: string) {
    this.done = { text, ...(href && { href }) };
    await this.people.restart();
  }
}

const isRefused = (error: unknown) => error instanceof ApiProblem && error.status === 403;

declare global {
  interface HTMLElementTagNameMap {
    'relata-participation-page': RelataParticipationPage;
  }
}
