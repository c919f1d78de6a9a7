import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Contacted } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { styles } from './most-contacted.styles.js';
import '../avatar/avatar.js';

/**
 * @summary Whom we contacted most, or who of ours contacted them most: names, counts by channel, the last contact.
 *
 * @event relata-more - The viewer wants to see more of them.
 */
@customElement('relata-most-contacted')
export class RelataMostContacted extends LitElement {
  static styles = [base, controls, styles];

  /** Theirs, or ours. */
  @property() side: 'contacted' | 'contacted_by' = 'contacted';
  /** The most contacted first. */
  @property({ attribute: false }) people: Contacted[] = [];
  /** Where a name leads, with `{id}` for the person; without it a name is no link. */
  @property({ attribute: false }) personHref = '';
  /** There may be more of them. */
  @property({ type: Boolean }) more = false;

  render() {
    if (this.people.length === 0) return html`<p>${t(`most.${this.side}.none`)}</p>`;
    const longest = Math.max(1, ...this.people.map(all));
    return html`
      <ol aria-label=${t(`most.${this.side}`)}>
        ${this.people.map((it) => this.person(it, longest))}
      </ol>
      ${this.more ? html`<button class="button" aria-label="${t('most.more')}: ${t(`most.${this.side}`)}" @click=${this.asked}>${t('most.more')}</button>` : nothing}
    `;
  }

  private person(contacted: Contacted, longest: number) {
    const { person, last } = contacted;
    return html`
      <li>
        <relata-avatar .name=${person.name}></relata-avatar>
        <div class="who">
          ${this.name(contacted)} ${person.title ? html`<span class="faint">${outside(person.title)}</span>` : nothing}
          <span class="bar ${this.side}" aria-hidden="true" .style=${`width: ${(all(contacted) / longest) * 100}%`}></span>
          <span class="faint">${counts(contacted)}${last ? `, ${t('most.last', { day: day(last) })}` : ''}</span>
        </div>
      </li>
    `;
  }

  private name({ person: { id, name, email } }: Contacted) {
    const shown = outside(name);
    if (!this.personHref) return html`<span class="name" title=${plain(email)}>${shown}</span>`;
    return html`<a class="name" title=${plain(email)} href=${this.personHref.replace('{id}', encodeURIComponent(id))}>${shown}</a>`;
  }

  private asked() {
    this.dispatchEvent(new Event('relata-more'));
  }
}

const all = ({ emails, meetings, calls }: Contacted) => emails + meetings + calls;

/** "14 emails, 2 meetings"; what never happened is left unsaid. */
function counts({ emails, meetings, calls }: Contacted): string {
  const words = [
    emails > 0 && t('counted.emails', { count: emails }),
    meetings > 0 && t('counted.meetings', { count: meetings }),
    calls > 0 && t('counted.calls', { count: calls }),
  ];
  return words.filter(Boolean).join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-most-contacted': RelataMostContacted;
  }
}
