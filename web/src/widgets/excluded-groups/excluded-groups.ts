import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Group } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import type { GroupsEvent } from '../group-picker/group-picker.events.js';
import { styles } from './excluded-groups.styles.js';
import '../group-picker/group-picker.js';

/** The viewer wants these groups left out. */
export class SaveGroupsEvent extends Event {
  constructor(
    readonly groups: Group[],
    /** Also what was collected of their members before. */
    readonly erasePast: boolean,
  ) {
    super('relata-save-groups');
  }
}

/**
 * @summary The groups that are left out: while somebody is in one, nothing is collected about them. What was collected before
 * stays, unless its erasure is chosen too.
 *
 * @event {SaveGroupsEvent} relata-save-groups - The viewer wants others left out.
 */
@customElement('relata-excluded-groups')
export class RelataExcludedGroups extends LitElement {
  static styles = [base, controls, form, styles];

  @property() server = '';
  @property({ attribute: false }) groups: Group[] = [];
  /** Only shown. */
  @property({ type: Boolean }) fixed = false;
  @property({ type: Boolean }) busy = false;

  @state() private draft: Group[] | null = null;
  @state() private erasePast = false;

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('groups') && idsOf(changed.get('groups') ?? []) !== idsOf(this.groups)) this.undo();
  }

  render() {
    const groups = this.draft ?? this.groups;
    const isDirty = idsOf(groups) !== idsOf(this.groups);
    return html`
      <relata-group-picker .server=${this.server} .label=${t('give.groups')} .groups=${groups} ?fixed=${this.fixed}
        @relata-groups=${(event: GroupsEvent) => (this.draft = event.groups)}></relata-group-picker>
      ${isDirty ? this.foot(groups) : nothing}
    `;
  }

  private foot(groups: Group[]) {
    const before = new Set(this.groups.map(({ id }) => id));
    const adds = groups.some(({ id }) => !before.has(id));
    return html`
      ${adds ? this.tick() : html`<p class="why">${t('groups.removed')}</p>`}
      <div class="actions start">
        <button class="button primary" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new SaveGroupsEvent(groups, adds && this.erasePast))}>${t('settings.save')}</button>
        <button class="button" ?disabled=${this.busy} @click=${this.undo}>${t('settings.undo')}</button>
      </div>
    `;
  }

  private tick() {
    return html`
      <div>
        <label class="tick">
          <input type="checkbox" data-name="erase_past" .checked=${this.erasePast} @change=${() => (this.erasePast = !this.erasePast)} />
          ${t('groups.erase_past')}
        </label>
        <p class="why">${t('groups.erase_past.why')}</p>
      </div>
    `;
  }

  private undo() {
    this.draft = null;
    this.erasePast = false;
  }
}

const idsOf = (groups: Group[]) => groups.map(({ id }) => id).sort().join('\n');

declare global {
  interface HTMLElementTagNameMap {
    'relata-excluded-groups': RelataExcludedGroups;
  }
}
