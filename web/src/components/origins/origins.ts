import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Origin } from '../../api/types.js';
import { t, type Key } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside } from '../../wording/outside.js';
import { originFault, originOf } from './origin-fault.js';
import { styles } from './origins.styles.js';

export class AddOriginEvent extends Event {
  constructor(readonly origin: Origin) {
    super('relata-add-origin');
  }
}

export class RemoveOriginEvent extends Event {
  constructor(readonly origin: Origin) {
    super('relata-remove-origin');
  }
}

/**
 * @summary The applications that may show the widgets, and a form for one more. What cannot be an address of one is said before
 * it is sent.
 *
 * @event {AddOriginEvent} relata-add-origin - The viewer wants one more.
 * @event {RemoveOriginEvent} relata-remove-origin - The viewer wants one out.
 */
@customElement('relata-origins')
export class RelataOrigins extends LitElement {
  static styles = [base, controls, table, form, styles];

  @property({ attribute: false }) origins: Origin[] = [];
  @property({ type: Boolean }) busy = false;

  @state() private address = '';
  @state() private label = '';
  @state() private fault: Key | null = null;

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('origins')) return;
    this.address = '';
    this.label = '';
  }

  render() {
    return html`
      ${this.origins.length === 0 ? html`<p class="empty">${t('origins.none')}</p>` : this.list()}
      <form novalidate @submit=${this.submitted}>
        <div class="fields">
          <label class="field">${t('origins.address')}<input id="address" inputmode="url" autocomplete="off" spellcheck="false" maxlength="300" placeholder="https://yourcompany.crm4.dynamics.com"
            aria-invalid=${this.fault !== null} aria-describedby="fault" .value=${this.address} @input=${(event: Event) => this.changed({ address: valueOf(event).trim() })} /></label>
          <label class="field">${t('origins.label')}<input id="label" autocomplete="off" maxlength="100" .value=${this.label} @input=${(event: Event) => this.changed({ label: valueOf(event) })} /></label>
          <button class="button" ?disabled=${this.busy || this.address === ''}>${t('origins.add')}</button>
        </div>
        <p id="fault" role="alert">${this.fault ? t(this.fault) : nothing}</p>
      </form>
    `;
  }

  private list() {
    return html`
      <table role="table" aria-label=${t('origins.title')}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('origins.label')}</th>
            <th role="columnheader" scope="col">${t('origins.address')}</th>
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('people.actions')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(this.origins, ({ origin }) => origin, (it) => this.origin(it))}
        </tbody>
      </table>
    `;
  }

  private origin(origin: Origin) {
    const name = origin.label || origin.origin;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${outside(name)}</th>
        <td role="cell" data-label=${t('origins.address')}><code>${outside(origin.origin)}</code></td>
        <td role="cell" class="end">
          <button class="button" ?disabled=${this.busy} aria-label=${t('groups.remove', { name })} @click=${() => this.dispatchEvent(new RemoveOriginEvent(origin))}>${t('frequency.remove')}</button>
        </td>
      </tr>
    `;
  }

  private changed({ address = this.address, label = this.label }: { address?: string; label?: string }) {
    this.address = address;
    this.label = label;
    if (this.fault) this.fault = originFault(address);
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    this.fault = originFault(this.address) ?? (this.isThere(this.address) ? 'origins.fault.twice' : null);
    if (this.fault === null) this.dispatchEvent(new AddOriginEvent({ origin: originOf(this.address), label: this.label.trim() }));
  }

  private isThere(address: string) {
    return this.origins.some(({ origin }) => origin === originOf(address));
  }
}

const valueOf = (event: Event) => (event.target as HTMLInputElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'relata-origins': RelataOrigins;
  }
}
