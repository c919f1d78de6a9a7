import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Consent, ConsentCounts, Contributors } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { ContributorsEvent } from '../contributors/contributors.events.js';
import { styles } from './consent-contribution.styles.js';
import '../contributors/contributors.js';

/**
 * @summary Whose mailboxes count: how many do, how many do not and why, and the roles that are asked.
 *
 * @event {ContributorsEvent} relata-save-contributors - The viewer wants others.
 */
@customElement('relata-consent-contribution')
export class RelataConsentContribution extends LitElement {
  static styles = [base, controls, form, styles];

  @property({ attribute: false }) consent: Consent | null = null;
  /** The viewer may see who is who. */
  @property({ type: Boolean }) carer = false;
  /** The viewer may choose. */
  @property({ type: Boolean }) enabler = false;
  @property({ type: Boolean }) busy = false;

  @state() private draft: Contributors | null = null;

  willUpdate(changed: PropertyValues<this>) {
    const before = changed.get('consent');
    if (changed.has('consent') && !isSame(before?.contributors ?? null, this.consent?.contributors ?? null)) this.draft = null;
  }

  render() {
    const { consent } = this;
    if (consent === null) return nothing;
    const contributors = this.draft ?? consent.contributors;
    const nobody = !contributors.everybody && contributors.roles.length === 0;
    const isDirty = !isSame(contributors, consent.contributors);
    return html`
      <dl>${COUNTED.filter((it) => ALWAYS.includes(it) || consent.counts[it] > 0).map((it) => this.count(it, consent.counts[it]))}</dl>
      ${this.carer ? html`<p><a href=${hrefOfSettings('people')}>${t('contribution.people')}</a></p>` : nothing}
      <p>${t(`contribution.${consent.mode}`)}</p>
      <relata-contributors .contributors=${contributors} ?fixed=${!this.enabler || consent.state === 'off'}
        @relata-contributors=${(event: ContributorsEvent) => (this.draft = event.contributors)}></relata-contributors>
      <p class="faint">${nobody ? t('contributors.nobody') : t('contributors.crm')}</p>
      ${this.enabler && isDirty ? this.save(contributors, nobody) : nothing}
    `;
  }

  private count(name: keyof ConsentCounts, count: number) {
    return html`<div class=${name}><dt>${t(`contribution.${name}`)}</dt><dd>${number(count)}</dd></div>`;
  }

  private save(contributors: Contributors, nobody: boolean) {
    return html`
      <div class="actions start">
        <button class="button primary" ?disabled=${this.busy || nobody} @click=${() => this.dispatchEvent(new SaveContributorsEvent(contributors))}>${t('settings.save')}</button>
        <button class="button" ?disabled=${this.busy} @click=${() => (this.draft = null)}>${t('settings.undo')}</button>
      </div>
    `;
  }
}

export class SaveContributorsEvent extends Event {
  constructor(readonly contributors: Contributors) {
    super('relata-save-contributors');
  }
}

const COUNTED: (keyof ConsentCounts)[] = ['contributing', 'opted_out', 'in_excluded_groups', 'not_contributors', 'waiting_for_opt_in', 'flagged', 'colleagues'];
const ALWAYS: (keyof ConsentCounts)[] = ['contributing', 'opted_out', 'colleagues'];

const isSame = (one: Contributors | null, other: Contributors | null) => keyOf(one) === keyOf(other);
const keyOf = (it: Contributors | null) => it && `${it.everybody} ${[...it.roles].sort().join()}`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-contribution': RelataConsentContribution;
  }
}
