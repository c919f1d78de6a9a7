import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { findTenantGroups } from '../../api/connections.js';
import type { NewConnection, TenantGroup } from '../../api/types.js';
import type { LookEvent, PickEvent } from '../../components/picker/picker.events.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { outside } from '../../wording/outside.js';
import '../../components/fault/fault.js';
import '../../components/picker/picker.js';

/** The viewer chose a group, or wrote an id. */
export class TenantGroupEvent extends Event {
  constructor(readonly group: string) {
    super('relata-tenant-group');
  }
}

/**
 * @summary The security group whose members' mailboxes may be read: found by its name, with what was entered of the tenant, or written
 * as its id where groups may not be listed.
 *
 * @event {TenantGroupEvent} relata-tenant-group - The viewer chose one, or wrote an id.
 */
@customElement('relata-tenant-group')
export class RelataTenantGroup extends LitElement {
  static styles = [base, controls, form];

  @property() server = '';
  /** What was entered of the tenant; null: too little to ask it. */
  @property({ attribute: false, hasChanged: (a, b) => JSON.stringify(a) !== JSON.stringify(b) }) connection: NewConnection | null = null;
  /** The id of the group. */
  @property() group = '';

  @state() private found: TenantGroup[] | null = null;
  @state() private chosen: TenantGroup | null = null;
  @state() private error: unknown = null;
  private visit = new AbortController();

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('connection')) return;
    this.visit.abort();
    this.found = null;
    this.error = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.visit.abort();
  }

  render() {
    return html`
      <div class="form">
        ${this.connection === null ? html`<p class="why">${t('tenant_group.first')}</p>` : this.finder()}
        <relata-fault .error=${this.error}></relata-fault>
        <div>
          <label class="field">
            ${t('sources.group')}
            <input type="text" autocomplete="off" spellcheck="false" .value=${this.group} @input=${this.written} />
          </label>
          <p class="why" role="status">${this.chosen?.id === this.group ? html`<strong>${outside(this.chosen.name)}</strong> · ${members(this.chosen)}` : nothing}</p>
        </div>
        <p class="why">${t('sources.group.why')}</p>
      </div>
    `;
  }

  private finder() {
    const choices = this.found?.map((it) => ({ id: it.id, name: it.name, detail: members(it) })) ?? null;
    return html`
      <relata-picker flows .label=${t('tenant_group.find')} .placeholder=${t('tenant_group.beginning')} .choices=${choices}
        @relata-look=${({ query }: LookEvent) => this.look(query)} @relata-pick=${({ choice }: PickEvent) => this.pick(choice.id)}></relata-picker>
    `;
  }

  private async look(query: string) {
    const { connection } = this;
    if (connection === null) return;
    this.visit.abort();
    this.visit = new AbortController();
    const { signal } = this.visit;
    try {
      const { groups } = await findTenantGroups(this.server, connection, query, signal);
      this.found = groups;
      this.error = null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  private pick(id: string) {
    this.chosen = this.found?.find((it) => it.id === id) ?? null;
    this.tell(id);
  }

  private written(event: Event) {
    this.tell((event.target as HTMLInputElement).value);
  }

  private tell(group: string) {
    this.group = group;
    this.dispatchEvent(new TenantGroupEvent(group));
  }
}

const members = ({ members }: TenantGroup) => (members === null ? t('tenant_group.uncounted') : t('groups.members', { count: members }));

declare global {
  interface HTMLElementTagNameMap {
    'relata-tenant-group': RelataTenantGroup;
  }
}
