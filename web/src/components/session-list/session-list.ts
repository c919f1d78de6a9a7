import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Session } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { EndSessionEvent } from './session-list.events.js';
import { styles } from './session-list.styles.js';

/**
 * @summary Where the viewer is signed in, this browser first; each can be ended.
 *
 * @event {EndSessionEvent} relata-end-session - A session shall end.
 */
@customElement('relata-session-list')
export class RelataSessionList extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) sessions: Session[] = [];

  render() {
    const sorted = [...this.sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.seen_at.localeCompare(a.seen_at));
    return html`<ul aria-label=${t('sessions.title')}>${repeat(sorted, ({ id }) => id, (it) => this.row(it))}</ul>`;
  }

  private row({ id, client, created_at, seen_at, expires_at, current }: Session) {
    return html`
      <li>
        <div>
          <strong>${client ? outside(client) : t('sessions.unknown')}</strong>
          ${current ? html`<span class="here">${t('sessions.here')}</span>` : nothing}
          <p class="faint">${t('sessions.times', { seen: moment(seen_at), created: moment(created_at), expires: moment(expires_at) })}</p>
        </div>
        ${current
          ? nothing
          : html`
              <button class="button" aria-label=${t('sessions.end.label', { client: client || t('sessions.unknown') })} @click=${() => this.dispatchEvent(new EndSessionEvent(id))}>
                ${t('sessions.end')}
              </button>
            `}
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-session-list': RelataSessionList;
  }
}
