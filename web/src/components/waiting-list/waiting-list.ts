import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MyWaiting, Waiting } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson, hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside } from '../../wording/outside.js';
import { when } from '../../wording/time.js';
import { styles } from './waiting-list.styles.js';
import '../avatar/avatar.js';

const SIDES = ['for_me', 'for_them'] as const;

/**
 * @summary Who waits for an answer of the viewer, and whose answer the viewer waits for.
 */
@customElement('relata-waiting-list')
export class RelataWaitingList extends LitElement {
  static styles = [base, entries, styles];

  @property({ attribute: false }) waiting: MyWaiting | null = null;

  render() {
    const { waiting } = this;
    if (waiting === null) return nothing;
    return SIDES.map(
      (side) => html`
        <section aria-labelledby=${side}>
          <h3 id=${side}>${t(`waiting.${side}`)}</h3>
          ${waiting[side].length === 0
            ? html`<p>${t(`waiting.${side}.none`)}</p>`
            : html`<ul aria-labelledby=${side}>${waiting[side].map((it) => row(it, waiting.computed_for))}</ul>`}
        </section>
      `,
    );
  }
}

const row = ({ contact, since, answers }: Waiting, countedFrom: string | null) => html`
  <li>
    <relata-avatar .name=${contact.name}></relata-avatar>
    <div class="main">
      <a href=${contact.record ? hrefOfRecord(contact.record) : hrefOfPerson(contact.id)}>${outside(contact.name)}</a>
      ${contact.company ? html`<span class="faint">${outside(contact.company)}</span>` : nothing}
    </div>
    <div class="side faint">
      <span>${t('waiting.since', { when: when(since, countedFrom) })}</span>
      ${answers ? html`<span>${t('waiting.answers')}</span>` : nothing}
    </div>
  </li>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-waiting-list': RelataWaitingList;
  }
}
