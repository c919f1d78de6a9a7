import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MeetingAhead } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfPerson } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { styles } from './meetings-ahead.styles.js';

/**
 * @summary The viewer's meetings ahead with somebody they have not met; who is new is marked.
 */
@customElement('relata-meetings-ahead')
export class RelataMeetingsAhead extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) meetings: MeetingAhead[] = [];

  render() {
    if (this.meetings.length === 0) return html`<p>${t('meetings.none')}</p>`;
    return html`<ul>${this.meetings.map((it) => this.meeting(it))}</ul>`;
  }

  private meeting({ at, minutes, people }: MeetingAhead) {
    return html`
      <li>
        <strong>${moment(at)}</strong> <span class="faint">${t('meetings.minutes', { count: minutes })}</span>
        <ul class="people">
          ${people.map(
            ({ id, name, met }) => html`
              <li>
                <a href=${hrefOfPerson(id)}>${outside(name)}</a> ${met ? '' : html`<span class="new">${t('meetings.new')}</span>`}
              </li>
            `,
          )}
        </ul>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-meetings-ahead': RelataMeetingsAhead;
  }
}
