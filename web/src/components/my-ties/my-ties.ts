import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { MyTie, MyTies, Named } from '../../api/types.js';
import { WhyEvent } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson, hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { interactionCounts, lastInteraction } from '../../wording/interaction.js';
import { outside, sentence } from '../../wording/outside.js';
import { styles as rows } from '../introducers/introducers.styles.js';
import { HideEvent } from './my-ties.events.js';
import { styles } from './my-ties.styles.js';
import '../avatar/avatar.js';
import '../strength/strength.js';

const LISTS = ['strongest', 'warming', 'fading'] as const;

/**
 * @summary The viewer's own ties in three lists: the strongest, those that grow, those that fade. Each says why it is there.
 *
 * @event {WhyEvent} relata-why - The viewer asks for the evidence of a tie.
 * @event {HideEvent} relata-hide - The viewer hides a contact.
 */
@customElement('relata-my-ties')
export class RelataMyTies extends LitElement {
  static styles = [base, controls, rows, styles];

  @property({ attribute: false }) ties: MyTies | null = null;
  /** The viewer, as the directory has them. */
  @property({ attribute: false }) me: Named | null = null;
  /** Contacts that were hidden since the ties were loaded. */
  @property({ attribute: false }) hiddenIds: string[] = [];

  render() {
    const { ties } = this;
    if (ties === null) return nothing;
    return LISTS.map((it) => this.list(it, ties[it], ties.computed_for));
  }

  private list(name: (typeof LISTS)[number], ties: MyTie[], countedFrom: string | null) {
    return html`
      <section aria-labelledby=${name}>
        <h3 id=${name}>${t(`ties.${name}`)}</h3>
        <p class="faint">${t(`ties.${name}.why`)}</p>
        ${ties.length === 0
          ? html`<p>${t(`ties.${name}.none`)}</p>`
          : html`<ol aria-labelledby=${name}>${repeat(ties, ({ contact }) => contact.id, (it) => this.row(it, countedFrom))}</ol>`}
      </section>
    `;
  }

  private row(tie: MyTie, countedFrom: string | null) {
    const { contact, band, strength, trend, last } = tie;
    return html`
      <li>
        <relata-avatar .name=${contact.name}></relata-avatar>
        <div class="who">
          <a class="name" href=${contact.record ? hrefOfRecord(contact.record) : hrefOfPerson(contact.id)}>${outside(contact.name)}</a>
          ${contact.company ? html`<span class="title">${outside(contact.company)}</span>` : nothing}
        </div>
        <div class="tie"><relata-strength .band=${band} .strength=${strength}></relata-strength></div>
        <p class="evidence">
          <span>${interactionCounts(tie)}</span>
          ${trend.course === 'not_enough_history' ? nothing : html`<span>${sentence(trend.text)}</span>`}
          <span>${lastInteraction(last, contact.name, countedFrom)}</span>
        </p>
        <div class="actions">${this.why(contact)} ${this.hide(tie)}</div>
      </li>
    `;
  }

  private why(contact: Named) {
    const { me } = this;
    if (me === null) return nothing;
    return html`
      <button class="button" aria-haspopup="dialog" aria-label=${t('ties.evidence.label', { contact: contact.name })} @click=${() => this.dispatchEvent(new WhyEvent({ colleague: me, contact }))}>
        ${t('introducers.why')}
      </button>
    `;
  }

  private hide({ contact, hidden }: MyTie) {
    if (hidden || this.hiddenIds.includes(contact.id)) return html`<span class="hidden">${t('ties.hidden')}</span>`;
    return html`
      <button class="button" aria-label=${t('ties.hide.label', { contact: contact.name })} title=${t('ties.hide.why')} @click=${() => this.dispatchEvent(new HideEvent(contact))}>
        ${t('ties.hide')}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-ties': RelataMyTies;
  }
}
