import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accessDownload } from '../../api/access-requests.js';
import type { MyStored } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { plain } from '../../wording/outside.js';
import { day, moment } from '../../wording/time.js';
import { styles } from './stored-about-me.styles.js';

/** In the order they are told. */
const COUNTS = ['contacts', 'emails_sent', 'emails_received', 'replies', 'meetings', 'calls', 'scheduled', 'read', 'mailboxes', 'addresses'] as const;

/**
 * @summary What is stored about the viewer: how much of what, for how long, some rows as they lie in the tables, and everything
 * as a file on request.
 *
 * @event relata-everything - The viewer wants everything that is stored about them.
 */
@customElement('relata-stored-about-me')
export class RelataStoredAboutMe extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) stored: MyStored | null = null;
  /** The request is under way to the server. */
  @property({ type: Boolean }) busy = false;

  render() {
    if (this.stored === null) return nothing;
    const { counts, retention_days, sample, access_request } = this.stored;
    return html`
      <dl>
        ${COUNTS.map((it) => html`<div><dt>${t(`stored.count.${it}`)}</dt><dd>${number(counts[it])}</dd></div>`)}
      </dl>
      <p class="faint">${t('stored.counted')}</p>
      ${counts.first_at && counts.last_at ? html`<p>${t('stored.span', { from: day(counts.first_at), until: day(counts.last_at) })}</p>` : nothing}
      <p>${t('stored.never')}</p>
      <p>${t('stored.retention', { count: retention_days })}</p>
      ${sample === null ? nothing : this.sample(sample)} ${this.request(access_request)}
    `;
  }

  private sample({ table, columns, text }: NonNullable<MyStored['sample']>) {
    return html`
      <details>
        <summary>${t('stored.sample')}</summary>
        <p class="faint">${t('stored.sample.why', { table })} ${text}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=${t('stored.sample.table', { table })}>
          <table>
            ${columns.map(({ name, value }) => html`<tr><th scope="row">${plain(name)}</th><td><bdi>${plain(value ?? t('figure.none'))}</bdi></td></tr>`)}
          </table>
        </div>
      </details>
    `;
  }

  private request(request: MyStored['access_request']) {
    const asked = request?.state === 'requested';
    return html`
      <div class="everything">
        <h3>${t('stored.everything')}</h3>
        <p>${t('stored.everything.why')}</p>
        <p role="status">${request === null ? nothing : t(`stored.request.${request.state}`, { moment: moment(request.requested_at) })}</p>
        ${request?.state === 'ready' ? this.downloads(request) : nothing}
        ${asked
          ? html`<progress aria-label=${t('stored.everything')}></progress>`
          : html`
              <button class="button ${request?.state === 'ready' ? '' : 'primary'}" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new Event('relata-everything'))}>
                ${t(request === null ? 'stored.everything.start' : 'stored.everything.anew')}
              </button>
            `}
      </div>
    `;
  }

  private downloads({ id }: { id: string }) {
    return html`
      <p class="downloads">
        <a class="button primary" href=${accessDownload('', id, 'html')} download>${t('stored.html')}</a>
        <a class="button" href=${accessDownload('', id, 'json')} download>${t('stored.json')}</a>
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-stored-about-me': RelataStoredAboutMe;
  }
}
