import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Extent } from '../../api/connections.js';
import type { NewConnection } from '../../api/types.js';
import { t, type Key } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import type { TenantGroupEvent } from '../tenant-group/tenant-group.js';
import type { Trial } from '../trial/trial.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';
import '../tenant-group/tenant-group.js';
import '../trial/trial.js';

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
 * Dataverse (where it is, and who Relata is there). What was entered can be tried, and what would be read of it be seen, before.
 *
 * @event {ConnectEvent} relata-connect - The viewer wants it.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-connect-dialog')
export class RelataConnectDialog extends LitElement {
  static styles = [base, controls, form];

  @property() server = '';
  @property({ type: Boolean }) open = false;
  @property() kind: NewConnection['kind'] = 'microsoft365';
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private credential: Credential = 'certificate';
  @state() private written: Partial<Record<Field, string>> = {};
  /** What is tried; null while nothing is, and once something else was entered. */
  @state() private trial: Trial | null = null;

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    this.trial = null;
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
    const [ready, known] = [this.has(this.fields()), this.has(this.identity())];
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
        ${this.kind === 'dataverse' ? nothing : this.group(known)} ${this.clouds()}
        <relata-trial .server=${this.server} .trial=${this.trial}></relata-trial>
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${!known} @click=${() => this.try('test')}>${t('sources.test')}</button>
          <button type="button" class="button" ?disabled=${!ready} @click=${() => this.try('plan')}>${t('sources.plan')}</button>
          <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
          <button class="button primary" ?disabled=${!ready || this.busy}>${t(this.busy ? 'confirm.busy' : 'sources.action')}</button>
        </div>
      </form>
    `;
  }

  private group(known: boolean) {
    return html`
      <relata-tenant-group .server=${this.server} .connection=${known ? this.said(this.identity()) : null} .group=${this.written.group ?? ''}
        @relata-tenant-group=${({ group }: TenantGroupEvent) => this.wrote('group', group)}></relata-tenant-group>
    `;
  }

  private choice(it: Credential) {
    return html`
      <label class="tick">
        <input type="radio" name="credential" .checked=${it === this.credential} @change=${() => this.chose(it)} />
        ${t(`sources.credential.${it}`)}
      </label>
    `;
  }

  private clouds() {
    return html`
      <details>
        <summary>${t('sources.cloud')}</summary>
        <div class="form">
          ${this.line('login_host', 'sources.login_host')} ${this.kind === 'dataverse' ? nothing : this.line('service_host', 'sources.graph_host')}
        </div>
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
    return (event: Event) => this.wrote(field, (event.target as HTMLInputElement | HTMLTextAreaElement).value);
  }

  private wrote(field: Field, text: string) {
    this.written = { ...this.written, [field]: text };
    this.trial = null;
  }

  private chose(credential: Credential) {
    this.credential = credential;
    this.trial = null;
  }

  private try(extent: Extent) {
    this.trial = { extent, what: this.said(this.fields()) };
  }

  private value(field: Field) {
    return this.written[field]?.trim() ?? '';
  }

  /** What has to be said. */
  private fields(): Field[] {
    return this.kind === 'dataverse' ? this.identity() : [...this.identity(), 'group'];
  }

  /** What has to be said before anything can be asked there. */
  private identity(): Field[] {
    const fields: Field[] = ['tenant', 'client', ...(this.credential === 'secret' ? (['secret'] as const) : (['key', 'certificate'] as const))];
    return this.kind === 'dataverse' ? [...fields, 'service_host'] : fields;
  }

  private has(fields: Field[]) {
    return fields.every((it) => this.value(it) !== '');
  }

  /** What was entered in these fields, and nothing that was left empty. */
  private said(fields: Field[]): NewConnection {
    const wanted = new Set<Field>([...fields, 'login_host', 'service_host']);
    const said = [...wanted].map((it) => [it, this.value(it)] as const).filter(([, value]) => value !== '');
    return { kind: this.kind, tenant: '', client: '', ...Object.fromEntries(said) };
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (this.busy) return;
    this.dispatchEvent(new ConnectEvent(this.said(this.fields())));
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
