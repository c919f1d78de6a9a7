import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HiddenContact } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { UnhideEvent } from '../my-participation/my-participation.events.js';
import { styles } from './hidden-contacts.styles.js';

/**
 * @summary Contacts of whom nobody else sees that the viewer knows them; each can be shown again.
 *
 * @event {UnhideEvent} relata-unhide - The contact shall be seen again.
 */
@customElement('relata-hidden-contacts')
export class RelataHiddenContacts extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) contacts: HiddenContact[] = [];

  render() {
    if (this.contacts.length === 0) return html`<p>${t('hidden_contacts.none')}</p>`;
    return html`<ul aria-label=${t('hidden_contacts.title')}>${this.contacts.map((it) => this.row(it))}</ul>`;
  }

  private row({ person, name, since }: HiddenContact) {
    return html`
      <li>
        <div>
          <a href=${hrefOfPerson(person)}>${outside(name)}</a>
          <span class="faint">${t('hidden_contacts.since', { day: day(since) })}</span>
        </div>
        <button class="button" aria-label=${t('hidden_contacts.unhide.label', { contact: name })} @click=${() => this.dispatchEvent(new UnhideEvent(person))}>
          ${t('hidden_contacts.unhide')}
        </button>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-hidden-contacts': RelataHiddenContacts;
  }
}
