import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { listAccounts } from '../../api/accounts.js';
import { findGroups } from '../../api/consent.js';
import type { Holder, HolderKind } from '../../api/types.js';
import { SHORTEST_QUERY, search } from '../../api/search.js';
import type { Choice, LookEvent, PickEvent } from '../../components/picker/picker.events.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { chips } from '../../styles/chips.styles.js';
import { form } from '../../styles/form.styles.js';
import { outside } from '../../wording/outside.js';
import { ROLES, roleInWords } from '../../wording/role.js';
import { HolderEvent } from './holder-picker.events.js';
import '../../components/fault/fault.js';
import '../../components/picker/picker.js';

const MOST = 20;

/**
 * @summary Who gets something: a colleague, a group of the directory, an account, a group as the sign-in names it, or a role.
 * First what kind of holder, then which one.
 *
 * @event {HolderEvent} relata-holder - The viewer chose one, or none any more.
 */
@customElement('relata-holder-picker')
export class RelataHolderPicker extends LitElement {
  static styles = [base, controls, chips, form];

  @property() server = '';
  /** The kinds to choose from. */
  @property({ attribute: false }) kinds: HolderKind[] = ['colleague', 'group', 'account', 'claim'];
  @property({ attribute: false }) holder: Holder | null = null;

  @state() private kind: HolderKind | null = null;
  @state() private choices: Choice[] | null = null;
  @state() private error: unknown = null;
  private visit = new AbortController();

  render() {
    const kind = this.kind ?? this.kinds[0] ?? 'colleague';
    return html`
      <fieldset>
        <legend>${t('holder.kind')}</legend>
        ${this.kinds.map((it) => this.kindChoice(it, kind))}
      </fieldset>
      ${this.holder ? this.chosen(this.holder) : this.which(kind)}
      <relata-fault .error=${this.error}></relata-fault>
    `;
  }

  private kindChoice(kind: HolderKind, current: HolderKind) {
    return html`<label class="tick"><input type="radio" name="kind" value=${kind} .checked=${kind === current} @change=${() => this.turn(kind)} />${t(`holder.${kind}`)}</label>`;
  }

  private chosen(holder: Holder) {
    return html`
      <ul class="chips">
        <li>${outside(holder.name)} <button type="button" aria-label=${t('groups.remove', { name: holder.name })} @click=${() => this.tell(null)}>${closeIcon}</button></li>
      </ul>
    `;
  }

  private which(kind: HolderKind) {
    if (kind === 'claim') return this.claim();
    return html`
      <relata-picker flows .label=${t(`holder.${kind}`)} .placeholder=${t(`holder.${kind}.search`)} .choices=${this.choices}
        @relata-look=${({ query }: LookEvent) => this.look(kind, query)}
        @relata-pick=${({ choice }: PickEvent) => this.tell({ kind, id: choice.id, name: choice.name })}></relata-picker>
    `;
  }

  private claim() {
    const chosen = (event: Event) => {
      const id = (event.target as HTMLInputElement).value.trim();
      if (id) this.tell({ kind: 'claim', id, name: id });
    };
    return html`
      <label class="field">${t('holder.claim.name')}<input autocomplete="off" spellcheck="false" maxlength="300" @change=${chosen} /></label>
      <p class="faint">${t('holder.claim.why')}</p>
    `;
  }

  private turn(kind: HolderKind) {
    this.kind = kind;
    this.choices = null;
    this.tell(null);
  }

  private async look(kind: HolderKind, query: string) {
    this.visit.abort();
    this.visit = new AbortController();
    const { signal } = this.visit;
    try {
      this.choices = await this.found(kind, query, signal);
      this.error = null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  private async found(kind: HolderKind, query: string, signal: AbortSignal): Promise<Choice[] | null> {
    const matches = ({ name, detail }: Choice) => `${name} ${detail}`.toLowerCase().includes(query.toLowerCase());
    if (kind === 'role') return ROLES.map((it) => ({ id: it, name: roleInWords(it), detail: '' })).filter(matches);
    if (kind === 'group') return (await findGroups(this.server, query, signal)).groups.map(({ id, name, members }) => ({ id, name, detail: t('groups.members', { count: members }) }));
    if (kind === 'account') return (await listAccounts(this.server, signal)).accounts.map(({ id, name, email }) => ({ id, name, detail: email ?? '' })).filter(matches);
    if (query.length < SHORTEST_QUERY) return null;
    const { results } = await search(this.server, query, MOST, signal);
    return results.filter((it) => it.kind === 'colleague').map(({ id, name, detail, email }) => ({ id, name, detail: email ?? detail }));
  }

  private tell(holder: Holder | null) {
    this.holder = holder;
    this.dispatchEvent(new HolderEvent(holder));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-holder-picker': RelataHolderPicker;
  }
}
