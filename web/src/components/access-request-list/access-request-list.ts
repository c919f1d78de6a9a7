import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { accessDownload } from '../../api/access-requests.js';
import type { AccessRequest } from '../../api/types.js';
import { downloadIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside, plain, sentence } from '../../wording/outside.js';
import { day, moment } from '../../wording/time.js';
import { styles } from './access-request-list.styles.js';

/**
 * @summary Requests for everything stored about somebody, the newest first, and what came of them.
 */
@customElement('relata-access-request-list')
export class RelataAccessRequestList extends LitElement {
  static styles = [base, controls, table, styles];

  @property() server = '';
  @property({ attribute: false }) requests: AccessRequest[] = [];

  render() {
    return html`
      <table role="table" aria-label=${t('access.title')}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('access.request')}</th>
            <th role="columnheader" scope="col">${t('access.state')}</th>
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('access.downloads')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(this.requests, ({ id }) => id, (it) => this.request(it))}
        </tbody>
      </table>
    `;
  }

  private request(request: AccessRequest) {
    const { id, person, name, state, requested_at, requested_by } = request;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">
          ${name === null ? t('access.nameless', { id: plain(person) }) : outside(name)}
          <span class="faint">${t('access.number', { id: plain(id) })} · ${t('consent.when_by', { moment: moment(requested_at), name: plain(requested_by) })}</span>
        </th>
        <td role="cell" data-label=${t('access.state')}>
          <div><span class="badge ${BADGES[state]}">${t(`access.state.${state}`)}</span> ${detailOf(request)}</div>
        </td>
        <td role="cell" class="end">${state === 'ready' ? this.downloads(id) : nothing}</td>
      </tr>
    `;
  }

  private downloads(id: string) {
    return html`
      <div class="downloads">
        <a class="button" download href=${accessDownload(this.server, id, 'html')}>${downloadIcon} ${t('access.html')}</a>
        <a class="button" download href=${accessDownload(this.server, id, 'json')}>${downloadIcon} ${t('access.json')}</a>
      </div>
    `;
  }
}

const BADGES = { requested: 'busy', ready: 'good', expired: '', failed: 'bad' };

function detailOf({ name, state, detail, expires_at }: AccessRequest) {
  if (state === 'failed' && name === null) return html`<span class="faint">${t('access.erased')}</span>`;
  if (state === 'failed') return html`<span class="faint">${t('access.failed')} ${sentence(detail ?? '')}</span>`;
  if (state === 'ready' && expires_at) return html`<span class="faint">${t('access.until', { day: day(expires_at) })}</span>`;
  return state === 'requested' ? html`<span class="faint">${t('access.minutes')}</span>` : nothing;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-access-request-list': RelataAccessRequestList;
  }
}
