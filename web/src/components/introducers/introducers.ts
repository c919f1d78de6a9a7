import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Introducer, Target } from '../../api/types.js';
import { IntroduceEvent, WhyEvent } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { interactionCounts, lastInteraction } from '../../wording/interaction.js';
import { mailtoAddress } from '../../wording/mailto.js';
import { outside } from '../../wording/outside.js';
import { styles } from './introducers.styles.js';
import '../avatar/avatar.js';
import '../strength/strength.js';

/**
 * @summary The colleagues who could introduce you, in the order given: the strongest first, the unknown after them.
 *
 * @event {WhyEvent} relata-why - The viewer asks why a colleague is listed.
 * @event {IntroduceEvent} relata-introduce - The viewer asks a colleague for an introduction.
 * @csspart row - One colleague.
 */
@customElement('relata-introducers')
export class RelataIntroducers extends LitElement {
  static styles = [base, controls, styles];

  /** Whom the viewer wants to meet. */
  @property({ attribute: false }) target: Target | null = null;
  @property({ attribute: false }) introducers: Introducer[] = [];
  /** The day that "days before" counts from. */
  @property({ attribute: false }) computedFor: string | null = null;
  /** Where a colleague's name leads, with `{id}` for the colleague; without it a name is no link. */
  @property({ attribute: false }) colleagueHref = '';

  render() {
    const label = t('introducers.label', { name: this.target?.name ?? '' });
    return html`
      <ol aria-label=${label}>
        ${repeat(this.introducers, keyOf, (it) => this.row(it))}
      </ol>
    `;
  }

  private row(introducer: Introducer) {
    const { colleague, contact, band, strength, confidence } = introducer;
    return html`
      <li part="row">
        <relata-avatar .name=${colleague.name} .photo=${colleague.photo}></relata-avatar>
        <div class="who">
          ${this.name(introducer)}
          ${colleague.title ? html`<span class="title">${outside(colleague.title)}</span>` : nothing}
          <a class="email" href=${mailtoAddress(colleague.email)}>${outside(colleague.email)}</a>
        </div>
        <div class="tie">
          <relata-strength .band=${band} .strength=${strength}></relata-strength>
          <span class="faint">${t(`confidence.${confidence}`)}</span>
        </div>
        <p class="evidence">
          ${this.target?.kind === 'account' ? html`<span>${t('introducers.knows', { contact: contact.name })}</span>` : nothing}
          <span>${interactionCounts(introducer)}</span>
          <span>${lastInteraction(introducer.last, contact.name, this.computedFor)}</span>
        </p>
        <div class="actions">${this.why(introducer)} ${this.introduce(introducer)}</div>
      </li>
    `;
  }

  private name({ colleague }: Introducer) {
    const name = outside(colleague.name);
    if (!this.colleagueHref) return html`<span class="name">${name}</span>`;
    const href = this.colleagueHref.replace('{id}', encodeURIComponent(colleague.id));
    return html`<a class="name" href=${href}>${name}</a>`;
  }

  private why(introducer: Introducer) {
    const { colleague, contact } = introducer;
    return html`
      <button
        class="button"
        aria-haspopup="dialog"
        aria-label=${t('introducers.why.label', { colleague: colleague.name, contact: contact.name })}
        @click=${() => this.dispatchEvent(new WhyEvent(introducer))}
      >
        ${t('introducers.why')}
      </button>
    `;
  }

  private introduce(introducer: Introducer) {
    return html`
      <button
        class="button"
        aria-haspopup="dialog"
        aria-label=${t('introducers.introduce.label', { colleague: introducer.colleague.name })}
        @click=${() => this.dispatchEvent(new IntroduceEvent(introducer))}
      >
        ${t('introducers.introduce')}
      </button>
    `;
  }
}

const keyOf = ({ colleague, contact }: Introducer) => `${colleague.id} ${contact.id}`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-introducers': RelataIntroducers;
  }
}
