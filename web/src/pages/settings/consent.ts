import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import * as api from '../../api/consent.js';
import { getViewer } from '../../api/overview.js';
import type { Consent, Features, Group, Insights, Viewer } from '../../api/types.js';
import { type SaveContributorsEvent } from '../../components/consent-contribution/consent-contribution.js';
import type { GiveEvent, WithdrawEvent } from '../../components/consent-kinds/consent-kinds.events.js';
import type { EnableEvent } from '../../components/enable-dialog/enable-dialog.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import type { GivenEvent } from '../../widgets/consent-dialog/consent-dialog.events.js';
import type { SaveGroupsEvent } from '../../widgets/excluded-groups/excluded-groups.js';
import { isClearing } from '../../wording/clearing.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { Polling } from './polling.js';
import '../../components/consent-contribution/consent-contribution.js';
import '../../components/consent-history/consent-history.js';
import '../../components/consent-kinds/consent-kinds.js';
import '../../components/consent-stage/consent-stage.js';
import '../../components/enable-dialog/enable-dialog.js';
import '../../components/fault/fault.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';
import '../../widgets/consent-dialog/consent-dialog.js';
import '../../widgets/excluded-groups/excluded-groups.js';

const EVERY_KIND: Insights[] = ['for_each_user', 'aggregated', 'identifiable'];

/**
 * @summary Where the organisation stands with relationship intelligence, and everything that decides whose data are used:
 * turning it on, consent by kind, who contributes, who is left out, what is shown; and who changed what.
 */
@customElement('relata-consent-page')
export class RelataConsentPage extends LitElement {
  static styles = [base, controls, page, form];

  @state() private consent: Consent | null = null;
  @state() private viewer: Viewer | null = null;
  /** Which dialog is open. */
  @state() private dialog: 'none' | 'enable' | 'give' = 'none';
  /** The kinds the dialog of consent begins with. */
  @state() private wanted: Insights[] = EVERY_KIND;
  /** What was just done, for somebody who does not see the page change. */
  @state() private done = '';

  private readonly attempt = new Attempt(this);

  private readonly loaded = new Task(this, {
    task: async (_, { signal }) => {
      [this.viewer, this.consent] = await Promise.all([getViewer(SERVER, signal), api.getConsent(SERVER, signal)]);
    },
    args: () => [],
  });

  constructor() {
    super();
    new Polling(
      this,
      async () => (this.consent = await api.getConsent(SERVER, new AbortController().signal)),
      () => this.consent?.kinds.some((it) => it.state === 'withdrawn' && isClearing({ hidden_at: it.withdrawn_at, rows_gone_at: it.rows_gone })) ?? false,
    );
  }

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.area.consent'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('settings.area.consent')}</h1>
        <p>${t('consent.intro')}</p>
      </hgroup>
      ${this.loaded.render({
        pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
        error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
        complete: () => (this.consent && this.viewer ? this.content(this.consent, this.viewer) : nothing),
      })}
    `;
  }

  private content(consent: Consent, { rights, organisation }: Viewer) {
    const enabler = rights.includes('manage_insights');
    const consenter = rights.includes('give_consent');
    const isOpen = consent.state !== 'off' && consent.state !== 'lapsed';
    return html`
      <p class="visually-hidden" role="status">${this.done}</p>
      <relata-fault .error=${this.dialog === 'none' ? this.attempt.fault : null}></relata-fault>
      <relata-consent-stage .consent=${consent} ?enabler=${enabler} ?consenter=${consenter}
        @relata-enable=${() => this.open('enable')} @relata-disable=${this.disable} @relata-give=${() => this.give(missing(consent))}></relata-consent-stage>
      <p class="card"><span><strong>${t('consent.employment.title')}</strong> ${t('consent.employment')}</span></p>
      <section class="card" aria-labelledby="kinds">
        <h2 id="kinds">${t('insights.title')}</h2>
        <p class="faint">${t(isOpen ? 'insights.why' : 'insights.why.off')}</p>
        <relata-consent-kinds .kinds=${consent.kinds} ?consenter=${consenter} ?open=${isOpen}
          @relata-give=${({ insights }: GiveEvent) => this.give([insights])} @relata-withdraw=${({ insights }: WithdrawEvent) => this.withdraw([insights])}></relata-consent-kinds>
        ${consenter && granted(consent).length > 1 ? html`<div class="actions"><button class="button" @click=${() => this.withdraw(granted(consent))}>${t('insights.withdraw.all')}</button></div>` : nothing}
      </section>
      <section class="card" aria-labelledby="contribution">
        <h2 id="contribution">${t('contribution.title')}</h2>
        <relata-consent-contribution .consent=${consent} ?carer=${rights.includes('manage_people')} ?enabler=${enabler} ?busy=${this.attempt.busy}
          @relata-save-contributors=${({ contributors }: SaveContributorsEvent) => this.change(() => api.saveContributors(SERVER, contributors))}></relata-consent-contribution>
        ${consenter && consent.state === 'consented' ? html`<div class="actions start"><button class="button" @click=${() => this.give(granted(consent))}>${t('contribution.mode.change')}</button></div>` : nothing}
      </section>
      <section class="card" aria-labelledby="groups">
        <h2 id="groups">${t('groups.title')}</h2>
        <p class="why">${t('groups.why')}</p>
        <relata-excluded-groups .server=${SERVER} .groups=${consent.excluded_groups} ?fixed=${!consenter} ?busy=${this.attempt.busy} @relata-save-groups=${this.saveGroups}></relata-excluded-groups>
      </section>
      ${this.features(consent, enabler && isOpen && consent.state !== 'withdrawn')}
      <section class="card" aria-labelledby="history">
        <h2 id="history">${t('consent.history')}</h2>
        <relata-consent-history .history=${consent.history}></relata-consent-history>
      </section>
      ${this.dialogs(consent, organisation)}
    `;
  }

  private features({ features }: Consent, mayChange: boolean) {
    const tick = (name: keyof Features) => html`
      <div>
        <label class="tick">
          <input type="checkbox" data-name=${name} .checked=${live(features[name])} ?disabled=${!mayChange || this.attempt.busy} @change=${() => this.switch({ ...features, [name]: !features[name] })} />
          ${t(`features.${name}`)}
        </label>
        <p class="why">${t(`features.${name}.why`)}</p>
      </div>
    `;
    return html`
      <section class="card" aria-labelledby="features">
        <h2 id="features">${t('features.title')}</h2>
        ${tick('who_knows_whom')} ${tick('analytics')}
      </section>
    `;
  }

  private dialogs(consent: Consent, organisation: string) {
    const { busy, error } = this.attempt;
    return html`
      <relata-enable-dialog ?open=${this.dialog === 'enable'} ?busy=${busy} .error=${this.dialog === 'enable' ? error : null}
        @relata-enable=${({ contributors }: EnableEvent) => this.change(() => api.enable(SERVER, contributors), 'done.enabled')} @relata-close=${this.closed}></relata-enable-dialog>
      <relata-consent-dialog .server=${SERVER} .organisation=${organisation} .consent=${this.dialog === 'give' ? consent : null} .wanted=${this.wanted}
        ?busy=${busy} .error=${this.dialog === 'give' ? error : null}
        @relata-given=${({ given }: GivenEvent) => this.change(() => api.giveConsent(SERVER, given), 'done.given')} @relata-close=${this.closed}></relata-consent-dialog>
      ${this.attempt.dialog()}
    `;
  }

  private open(dialog: 'enable' | 'give') {
    this.attempt.clear();
    this.dialog = dialog;
  }

  private closed() {
    this.attempt.clear();
    this.dialog = 'none';
  }

  private give(wanted: Insights[]) {
    this.wanted = wanted;
    this.open('give');
  }

  private disable() {
    const says = [t('disable.stops'), t('disable.stays'), t('disable.withdraw')];
    this.attempt.ask({ heading: t('disable.title'), says, action: t('consent.disable'), grave: true }, () => this.take(api.disable(SERVER), 'done.disabled'));
  }

  private withdraw(insights: Insights[]) {
    const [first] = insights;
    const heading = insights.length === 1 && first ? t('withdraw.title', { kind: t(`insights.${first}`) }) : t('withdraw.title.all');
    const says = [t('withdraw.sight'), t('withdraw.rows'), t('withdraw.files'), t('withdraw.people'), t('withdraw.stays')];
    this.attempt.ask({ heading, says, action: t('withdraw.action'), grave: true }, () =>
      this.take(api.withdrawConsent(SERVER, insights), 'done.withdrawn'),
    );
  }

  private saveGroups({ groups, erasePast }: SaveGroupsEvent) {
    const save = () => api.saveExcludedGroups(SERVER, groups.map(({ id }) => id), erasePast);
    if (!erasePast) return this.change(save);
    const question = { heading: t('groups.erase.title'), says: [t('groups.erase.says', { groups: namesOf(groups) }), t('erase.undone')], action: t('groups.erase.action'), grave: true };
    return this.attempt.ask(question, () => this.take(save()));
  }

  /** A switch that was not taken back stands as the server has it. */
  private async switch(features: Features) {
    await this.change(() => api.saveFeatures(SERVER, features));
    this.requestUpdate();
  }

  private async change(work: () => Promise<Consent>, done?: Done) {
    if (await this.attempt.now(() => this.take(work(), done))) this.dialog = 'none';
  }

  private async take(answer: Promise<Consent>, done: Done = 'done.saved') {
    this.consent = await answer;
    this.done = t(done);
  }
}

type Done = 'done.saved' | 'done.enabled' | 'done.disabled' | 'done.given' | 'done.withdrawn';

const granted = ({ kinds }: Consent) => kinds.filter((it) => it.state === 'granted').map(({ insights }) => insights);
const missing = ({ kinds }: Consent) => kinds.filter((it) => it.state !== 'granted').map(({ insights }) => insights);
const namesOf = (groups: Group[]) => groups.map(({ name }) => name).join(', ');

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-page': RelataConsentPage;
  }
}
