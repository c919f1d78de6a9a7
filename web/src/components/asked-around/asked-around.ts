import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NamingRequest } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson, hrefOfRecord } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside, sentence } from '../../wording/outside.js';
import { day, moment } from '../../wording/time.js';
import '../avatar/avatar.js';

/**
 * @summary Whom the viewer asked about, what became of it, and who said yes.
 */
@customElement('relata-asked-around')
export class RelataAskedAround extends LitElement {
  static styles = [base, entries];

  @property({ attribute: false }) requests: NamingRequest[] = [];

  render() {
    return html`<ul aria-label=${t('asked.title')}>${this.requests.map((it) => this.row(it))}</ul>`;
  }

  private row({ at, target, text, named }: NamingRequest) {
    return html`
      <li>
        <relata-avatar .name=${target.name}></relata-avatar>
        <div class="main">
          <a href=${target.kind === 'record' ? `${hrefOfRecord(target.id)}?tab=whom` : hrefOfPerson(target.id)}>${outside(target.name)}</a>
          <span>${sentence(text)}</span>
          ${named.length === 0
            ? nothing
            : html`<span>${named.map(({ colleague, until }) => html`<strong>${outside(colleague.name)}</strong> <span class="faint">${t('asked.until', { day: day(until) })}</span> `)}</span>`}
        </div>
        <span class="side faint">${moment(at)}</span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-asked-around': RelataAskedAround;
  }
}
