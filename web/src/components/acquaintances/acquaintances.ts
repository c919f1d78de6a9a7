import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Acquaintance, Acquaintances } from '../../api/types.js';
import { WhyEvent } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson, hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { interactionCounts, lastInteraction } from '../../wording/interaction.js';
import { outside } from '../../wording/outside.js';
import { styles } from '../introducers/introducers.styles.js';
import '../avatar/avatar.js';
import '../strength/strength.js';

/**
 * @summary The contacts whom a colleague knows, the strongest tie first.
 *
 * @event {WhyEvent} relata-why - The viewer asks why a contact is listed.
 */
@customElement('relata-acquaintances')
export class RelataAcquaintances extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) answer: Acquaintances | null = null;

  render() {
    if (this.answer === null) return nothing;
    return html`
      <ol aria-label=${t('acquaintances.title', { name: this.answer.colleague.name })}>
        ${repeat(this.answer.contacts, ({ contact }) => contact.id, (it) => this.row(it, this.answer!))}
      </ol>
    `;
  }

  private row(acquaintance: Acquaintance, { colleague, computed_for }: Acquaintances) {
    const { contact, band, strength, confidence, last } = acquaintance;
    return html`
      <li>
        <relata-avatar .name=${contact.name}></relata-avatar>
        <div class="who">
          <a class="name" href=${contact.record ? hrefOfRecord(contact.record) : hrefOfPerson(contact.id)}>
            ${outside(contact.name)}
          </a>
          ${contact.company ? html`<span class="title">${outside(contact.company)}</span>` : nothing}
          ${contact.email && contact.email !== contact.name ? html`<span class="faint">${outside(contact.email)}</span>` : nothing}
        </div>
        <div class="tie">
          <relata-strength .band=${band} .strength=${strength}></relata-strength>
          <span class="faint">${t(`confidence.${confidence}`)}</span>
        </div>
        <p class="evidence">
          <span>${interactionCounts(acquaintance)}</span>
          <span>${lastInteraction(last, contact.name, computed_for)}</span>
        </p>
        <div class="actions">
          <button
            class="button"
            aria-haspopup="dialog"
            aria-label=${t('introducers.why.label', { colleague: colleague.name, contact: contact.name })}
            @click=${() => this.dispatchEvent(new WhyEvent({ colleague, contact }))}
          >
            ${t('introducers.why')}
          </button>
        </div>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-acquaintances': RelataAcquaintances;
  }
}
