import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { findGroups } from '../../api/consent.js';
import type { Group } from '../../api/types.js';
import type { Choice, LookEvent, PickEvent } from '../../components/picker/picker.events.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { chips } from '../../styles/chips.styles.js';
import { outside } from '../../wording/outside.js';
import { GroupsEvent } from './group-picker.events.js';
import '../../components/fault/fault.js';
import '../../components/picker/picker.js';

/**
 * @summary Some groups of the directory, as chips, and a field that finds more.
 *
 * @event {GroupsEvent} relata-groups - The viewer added or removed one.
 */
@customElement('relata-group-picker')
export class RelataGroupPicker extends LitElement {
  static styles = [base, chips];

  @property() server = '';
  @property() label = '';
  @property({ attribute: false }) groups: Group[] = [];
  /** Only shown. */
  @property({ type: Boolean }) fixed = false;
  /** What was found pushes down what is below. */
  @property({ type: Boolean }) flows = false;

  @state() private found: Group[] | null = null;
  @state() private error: unknown = null;
  private visit = new AbortController();

  render() {
    return html`
      ${this.groups.length === 0
        ? html`<p class="faint">${t('groups.none')}</p>`
        : html`<ul class="chips" aria-label=${this.label}>${this.groups.map((it) => this.chip(it))}</ul>`}
      ${this.fixed ? nothing : this.finder()}
      <relata-fault .error=${this.error}></relata-fault>
    `;
  }

  private finder() {
    const picked = new Set(this.groups.map(({ id }) => id));
    const choices = this.found?.filter(({ id }) => !picked.has(id)).map(toChoice) ?? null;
    return html`
      <relata-picker .label=${t('groups.add')} .placeholder=${t('groups.search')} .choices=${choices} ?flows=${this.flows}
        @relata-look=${this.look} @relata-pick=${this.pick}></relata-picker>
    `;
  }

  private chip(group: Group) {
    return html`
      <li>
        ${outside(group.name)} <span class="faint">${t('groups.members', { count: group.members })}</span>
        ${this.fixed
          ? nothing
          : html`<button type="button" aria-label=${t('groups.remove', { name: group.name })} @click=${() => this.tell(this.groups.filter(({ id }) => id !== group.id))}>${closeIcon}</button>`}
      </li>
    `;
  }

  private async look({ query }: LookEvent) {
    this.visit.abort();
    this.visit = new AbortController();
    const { signal } = this.visit;
    try {
      const { groups } = await findGroups(this.server, query, signal);
      this.found = groups;
      this.error = null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  private pick({ choice }: PickEvent) {
    const group = this.found?.find(({ id }) => id === choice.id);
    if (group) this.tell([...this.groups, group]);
  }

  private tell(groups: Group[]) {
    this.groups = groups;
    this.dispatchEvent(new GroupsEvent(groups));
  }
}

const toChoice = ({ id, name, members }: Group): Choice => ({ id, name, detail: t('groups.members', { count: members }) });

declare global {
  interface HTMLElementTagNameMap {
    'relata-group-picker': RelataGroupPicker;
  }
}
