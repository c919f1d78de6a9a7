import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Connection } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { ConnectionEvent, type Change } from './connection-list.events.js';
import { styles } from './connection-list.styles.js';

/** What can be done to a connection, by how it stands. */
const CHANGES: Record<Connection['state'], Change[]> = { reading: ['pause', 'disconnect'], paused: ['resume', 'disconnect'], ended: [] };

/**
 * @summary What Relata is connected to: how far each has been read, what became of its messages, and which mailboxes cannot be
 * read, since when and why.
 *
 * @event {ConnectionEvent} relata-connection - The viewer wants one paused, resumed or ended.
 */
@customElement('relata-connection-list')
export class RelataConnectionList extends LitElement {
  static styles = [base, controls, page, table, styles];

  @property({ attribute: false }) connections: Connection[] = [];
  @property({ type: Boolean }) busy = false;

  render() {
    return repeat(this.connections, ({ id }) => id, (it) => this.connection(it));
  }

  private connection(it: Connection) {
    const source = sourceOf(it);
    return html`
      <article class="card" aria-label=${plain(source)}>
        <div class="head">
          <h2>${outside(source)}</h2>
          <span class="badge ${it.state === 'reading' && it.trouble === null ? 'good' : 'bad'}">${t(`sources.state.${it.state}`, { moment: moment(it.changed_at) })}</span>
          <span class="actions">${CHANGES[it.state].map((change) => this.button(change, it))}</span>
        </div>
        ${it.trouble === null ? nothing : html`<p class="trouble" role="alert">${t('sources.trouble', { reason: plain(it.trouble) })}</p>`}
        ${it.mailboxes === 0 ? waiting(it) : read(it)} ${failing(it)}
      </article>
    `;
  }

  private button(change: Change, connection: Connection) {
    const name = t(`sources.of.${change}`, { source: sourceOf(connection) });
    return html`<button class="button" aria-label=${name} ?disabled=${this.busy} @click=${() => this.dispatchEvent(new ConnectionEvent(change, connection))}>${t(`sources.${change}`)}</button>`;
  }
}

/** "Microsoft 365: contoso.example" */
export const sourceOf = ({ tenant }: Connection) => `Microsoft 365: ${tenant}`;

const waiting = ({ state }: Connection) => (state === 'reading' ? html`<p class="faint">${t('sources.waiting')}</p>` : nothing);

function read(it: Connection) {
  const filtered = it.filtered.reduce((sum, { count }) => sum + count, 0);
  return html`
    <dl>
      <div>
        <dt>${t('sources.mailboxes')}</dt>
        <dd>
          <div>${t('sources.mailboxes.read', { read: number(it.read_to_the_end), count: number(it.mailboxes) })}</div>
          <progress aria-label=${t('sources.mailboxes')} max=${it.mailboxes} value=${it.read_to_the_end}></progress>
        </dd>
      </div>
      <div>
        <dt>${t('sources.messages')}</dt>
        <dd>
          ${t('sources.messages.of', { read: number(it.read), stored: number(it.stored), duplicates: number(it.duplicates), filtered: number(filtered), quarantined: number(it.quarantined) })}
        </dd>
      </div>
      ${it.read_at === null ? nothing : html`<div><dt>${t('sources.read_at')}</dt><dd>${moment(it.read_at)}</dd></div>`}
    </dl>
  `;
}

function failing({ failing, failures }: Connection) {
  if (failing === 0) return nothing;
  return html`
    <section>
      <h3>${t('sources.failing', { count: failing })}</h3>
      <ul class="failures">
        ${failures.map(
          ({ owner, what, since, reason }) => html`
            <li>
              ${t(what === 'calendar' ? 'sources.failing.calendar' : 'sources.failing.mail', { owner: owner ?? t('sources.failing.nobody') })}:
              ${outside(reason)} <span class="faint">(${t('sources.failing.since', { moment: moment(since) })})</span>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-connection-list': RelataConnectionList;
  }
}
