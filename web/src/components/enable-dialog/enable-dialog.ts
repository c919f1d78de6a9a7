import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Contributors } from '../../api/types.js';
import { ContributorsEvent } from '../contributors/contributors.events.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import '../contributors/contributors.js';
import '../dialog/dialog.js';
import '../fault/fault.js';

/**
 * @summary Before relationship intelligence is turned on: what that does, what it does not, and whose mailboxes may count.
 *
 * @event {ContributorsEvent} relata-enable - The viewer wants it on, with these contributors.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-enable-dialog')
export class RelataEnableDialog extends LitElement {
  static styles = [base, controls, form];

  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private contributors: Contributors = { everybody: true, roles: [] };

  render() {
    const { contributors } = this;
    const nobody = !contributors.everybody && contributors.roles.length === 0;
    return html`
      <relata-dialog .open=${this.open} .heading=${t('enable.title')} @relata-close=${() => this.dispatchEvent(new Event('relata-close'))}>
        <form @submit=${this.submitted}>
          <ul class="says">
            <li>${t('enable.nothing_yet')}</li>
            <li>${t('enable.both')}</li>
            <li>${t('enable.fourteen')}</li>
            <li>${t('enable.undo')}</li>
          </ul>
          <relata-contributors .contributors=${contributors} @relata-contributors=${(event: ContributorsEvent) => (this.contributors = event.contributors)}></relata-contributors>
          <p class="faint">${nobody ? t('contributors.nobody') : t('contributors.crm')}</p>
          <relata-fault .error=${this.error}></relata-fault>
          <div class="actions">
            <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new Event('relata-close'))}>${t('confirm.cancel')}</button>
            <button class="button primary" ?disabled=${this.busy || nobody}>${t(this.busy ? 'confirm.busy' : 'consent.enable')}</button>
          </div>
        </form>
      </relata-dialog>
    `;
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    this.dispatchEvent(new EnableEvent(this.contributors));
  }
}

export class EnableEvent extends Event {
  constructor(readonly contributors: Contributors) {
    super('relata-enable');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-enable-dialog': RelataEnableDialog;
  }
}
