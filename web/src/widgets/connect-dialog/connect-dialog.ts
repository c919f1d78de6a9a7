import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NewConnection } from '../../api/types.js';
import { t, type Key } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';

/** The viewer wants this connected. */
export class ConnectEvent extends Event {
  constructor(readonly connection: NewConnection) {
    super('relata-connect');
  }
}

type Credential = 'secret' | 'certificate';
type Field = Exclude<keyof NewConnection, 'kind'>;

/**
 * @summary Connects a tenant of Microsoft 365 (which one, who Relata is there, and whose mailboxes may be read) or an environment of
 * Dataverse (where it is, and who Relata is there).
 *
 * @event {ConnectEvent} relata-connect - The viewer wants it.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-connect-dialog')
export class RelataConnectDialog extends LitElement {
  static styles = [base, controls, form];

  @property({ type: Boolean }) open = false;
  @property() kind: NewConnection['kind'] = 'microsoft365';
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private credential: Credential = 'certificate';
  @state() private written: Partial<Record<Field, string>> = {};

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    this.credential = 'certificate';
    this.written = {};
  }

  render() {
    return html`
      <relata-dialog .open=${this.open} .heading=${t(this.kind === 'dataverse' ? 'sources.connect.dataverse' : 'sources.connect')} @relata-close=${this.closed}>
        ${this.open ? this.form() : nothing}
      </relata-dialog>
    `;
  }

  private form() {
    const ready = this.fields().every((it) => this.value(it) !== '');
    return html`
      <form autocomplete="off" @submit=${this.submitted}>
        ${this.kind === 'dataverse' ? this.line('service_host', 'sources.environment', 'sources.environment.why') : nothing} ${this.line('tenant', 'sources.tenant')}
        ${this.line('client', 'sources.client')}
        <fieldset>
          <legend>${t('sources.credential')}</legend>
          ${(['certificate', 'secret'] as const).map((it) => this.choice(it))}
        </fieldset>
        ${this.credential === 'secret' ? this.line('secret', 'sources.secret') : [this.lines('certificate', 'sources.certificate'), this.lines('key', 'sources.key')]}
        <p class="faint">${t('sources.sealed')}</p>
        ${this.kind === 'dataverse' ? nothing : this.line('group', 'sources.group', 'sources.group.why')} ${this.clouds()}
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
          <button class="button primary" ?disabled=${!ready || this.busy}>${t(this.busy ? 'confirm.busy' : 'sources.action')}</button>
        </div>
      </form>
    `;
  }

  private choice(it: Credential) {
    return html`
      <label class="tick">
        <input type="radio" name="credential" .checked=${it === this.credential} @change=${() => (this.credential = it)} />
        ${t(`sources.credential.${it}`)}
      </label>
    `;
  }

  private clouds() {
    return html`
      <details>
        <summary>${t('sources.cloud')}</summary>
        ${this.line('login_host', 'sources.login_host')} ${this.kind === 'dataverse' ? nothing : this.line('service_host', 'sources.graph_host')}
      </details>
    `;
  }

  private line(field: Field, label: Key, why?: Key) {
    return html`
      <label class="field">
        ${t(label)}
        <input type=${field === 'secret' ? 'password' : 'text'} autocomplete="off" spellcheck="false" .value=${this.value(field)} @input=${this.write(field)} />
      </label>
      ${why ? html`<p class="why">${t(why)}</p>` : nothing}
    `;
  }

  private lines(field: Field, label: Key) {
    return html`
      <label class="field">
        ${t(label)}
        <textarea rows="3" autocomplete="off" spellcheck="false" .value=${this.value(field)} @input=${this.write(field)}></textarea>
      </label>
    `;
  }

  private write(field: Field) {
    return (event: Event) => (this.written = { ...this.written, [field]: (event.target as HTMLInputElement | HTMLTextAreaElement).value });
  }

  private value(field: Field) {
    return this.written[field]?.trim() ?? '';
  }

  /** What has to be said. */
  private fields(): Field[] {
    return ['tenant', 'client', ...(this.credential === 'secret' ? (['secret'] as const) : (['key', 'certificate'] as const)), this.kind === 'dataverse' ? 'service_host' : 'group'];
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (this.busy) return;
    const wanted = new Set<Field>([...this.fields(), 'login_host', 'service_host']);
    const said = [...wanted].map((it) => [it, this.value(it)] as const).filter(([, value]) => value !== '');
    this.dispatchEvent(new ConnectEvent({ kind: this.kind, tenant: '', client: '', ...Object.fromEntries(said) }));
  }

  private closed() {
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-connect-dialog': RelataConnectDialog;
  }
}
