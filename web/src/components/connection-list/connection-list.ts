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
const CHANGES: Record<Connection['state'], Change[]> = { reading: ['test', 'plan', 'pause', 'disconnect'], paused: ['test', 'plan', 'resume', 'disconnect'], ended: [] };

/**
 * @summary What Relata is connected to: how far each has been read, what became of its messages, and which mailboxes cannot be
 * read, since when and why.
 *
 * @event {ConnectionEvent} relata-connection - The viewer wants one tried, its plan, or it paused, resumed or ended.
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
        ${it.mailboxes === 0 && it.records.length === 0 ? waiting(it) : read(it)} ${failing(it)}
      </article>
    `;
  }

  private button(change: Change, connection: Connection) {
    const name = t(`sources.of.${change}`, { source: sourceOf(connection) });
    return html`<button class="button" aria-label=${name} ?disabled=${this.busy} @click=${() => this.dispatchEvent(new ConnectionEvent(change, connection))}>${t(`sources.${change}`)}</button>`;
  }
}

/** "Microsoft 365: contoso.example", "Dataverse: contoso.crm4.dynamics.com" */
export const sourceOf = ({ kind, tenant, service_host }: Connection) =>
  kind === 'dataverse' ? `Dataverse: ${service_host.replace(/^https?:\/\//, '')}` : `Microsoft 365: ${tenant}`;

const waiting = ({ kind, state }: Connection) =>
  state === 'reading' ? html`<p class="faint">${t(kind === 'dataverse' ? 'sources.waiting.dataverse' : 'sources.waiting')}</p>` : nothing;

/** How each kind of record fares. */
function records({ records }: Connection) {
  if (records.length === 0) return nothing;
  return html`
    <table>
      <caption class="visually-hidden">${t('sources.records')}</caption>
      <thead>
        <tr>
          <th scope="col">${t('sources.records')}</th>
          <th scope="col" class="number">${t('sources.records.stored')}</th>
          <th scope="col" class="number">${t('sources.records.read')}</th>
          <th scope="col" class="number">${t('sources.records.removed')}</th>
          <th scope="col">${t('sources.read_at')}</th>
        </tr>
      </thead>
      <tbody>
        ${records.map(
          (it) => html`
            <tr>
              <th scope="row">${t(`kinds.${it.kind}`)}</th>
              <td class="number" data-label=${t('sources.records.stored')}>${number(it.stored)}</td>
              <td class="number" data-label=${t('sources.records.read')}>${number(it.read)}</td>
              <td class="number" data-label=${t('sources.records.removed')}>${number(it.removed)}</td>
              <td data-label=${t('sources.read_at')}>${it.read_at === null ? '–' : moment(it.read_at)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
    <ul class="failures">
      ${records
        .filter((it) => it.reason !== null)
        .map((it) => html`<li>${t(`kinds.${it.kind}`)}: ${outside(it.reason ?? '')} <span class="faint">(${t('sources.failing.since', { moment: moment(it.failing_since ?? '') })})</span></li>`)}
    </ul>
  `;
}

function read(it: Connection) {
  const filtered = it.filtered.reduce((sum, { count }) => sum + count, 0);
  const of_crm = it.kind === 'dataverse';
  return html`
    ${records(it)}
    <dl>
      ${of_crm
        ? nothing
        : html`<div>
            <dt>${t('sources.mailboxes')}</dt>
            <dd>
              <div>${t('sources.mailboxes.read', { read: number(it.read_to_the_end), count: number(it.mailboxes) })}</div>
              <progress aria-label=${t('sources.mailboxes')} max=${it.mailboxes} value=${it.read_to_the_end}></progress>
            </dd>
          </div>`}
      <div>
        <dt>${t(of_crm ? 'sources.activities' : 'sources.messages')}</dt>
        <dd>
          ${t('sources.messages.of', { read: number(it.read), stored: number(it.stored), duplicates: number(it.duplicates), filtered: number(filtered), quarantined: number(it.quarantined) })}
        </dd>
      </div>
      ${it.read_at === null ? nothing : html`<div><dt>${t('sources.read_at')}</dt><dd>${moment(it.read_at)}</dd></div>`}
    </dl>
  `;
}

/** Whose mail or calendar, or the activities of a CRM. */
const ofWhom = (what: string, owner: string | null) =>
  what === 'crm' ? t('sources.activities') : t(what === 'calendar' ? 'sources.failing.calendar' : 'sources.failing.mail', { owner: owner ?? t('sources.failing.nobody') });

function failing({ kind, failing, failures }: Connection) {
  if (failing === 0) return nothing;
  return html`
    <section>
      ${kind === 'dataverse' ? nothing : html`<h3>${t('sources.failing', { count: failing })}</h3>`}
      <ul class="failures">
        ${failures.map(
          ({ owner, what, since, reason }) => html`
            <li>
              ${ofWhom(what, owner)}:
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
