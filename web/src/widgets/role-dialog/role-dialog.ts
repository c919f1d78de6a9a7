import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Holder, HolderKind, RightInWords } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { select } from '../../styles/select.styles.js';
import { plain } from '../../wording/outside.js';
import { ROLES, roleInWords, roleWhat } from '../../wording/role.js';
import type { HolderEvent } from '../holder-picker/holder-picker.events.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';
import '../holder-picker/holder-picker.js';

/** The viewer wants that holder to have that role or right. */
export class HandOutEvent extends Event {
  constructor(
    readonly what: string,
    readonly holder: Holder,
  ) {
    super('relata-hand-out');
  }
}

const HOLDERS_OF_ROLES: HolderKind[] = ['colleague', 'group', 'account', 'claim'];
const HOLDERS_OF_RIGHTS: HolderKind[] = ['role', 'group', 'colleague', 'account'];

/**
 * @summary Gives a role, or a right beside the roles, to somebody: which one, and to whom.
 *
 * @event {HandOutEvent} relata-hand-out - The viewer wants it.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-role-dialog')
export class RelataRoleDialog extends LitElement {
  static styles = [base, controls, select, form];

  @property() server = '';
  /** What is given; null while the dialog is closed. */
  @property() of: 'role' | 'right' | null = null;
  /** The role to begin with. */
  @property() first = '';
  @property({ attribute: false }) rights: RightInWords[] = [];
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private what = '';
  @state() private holder: Holder | null = null;

  willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('of')) return;
    this.what = this.of === 'right' ? (this.rights[0]?.right ?? '') : this.first || ROLES[0]!;
    this.holder = null;
  }

  render() {
    const { of, holder } = this;
    return html`
      <relata-dialog .open=${of !== null} .heading=${of ? t(`hand_out.${of}`) : ''} @relata-close=${this.closed}>
        ${of === null
          ? ''
          : html`
              <form @submit=${this.submitted}>
                <label class="field">${t(`hand_out.${of}.which`)}${this.choice(of)}</label>
                ${of === 'role' ? html`<p class="why">${roleWhat(this.what)}</p>` : html`<p class="why">${t('hand_out.right.why')}</p>`}
                <relata-holder-picker .server=${this.server} .kinds=${of === 'role' ? HOLDERS_OF_ROLES : HOLDERS_OF_RIGHTS} .holder=${holder}
                  @relata-holder=${(event: HolderEvent) => (this.holder = event.holder)}></relata-holder-picker>
                <p class="faint">${t('hand_out.when')}</p>
                <relata-fault .error=${this.error}></relata-fault>
                <div class="actions">
                  <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
                  <button class="button primary" ?disabled=${holder === null || this.busy}>${t(this.busy ? 'confirm.busy' : `hand_out.${of}.action`)}</button>
                </div>
              </form>
            `}
      </relata-dialog>
    `;
  }

  private choice(of: 'role' | 'right') {
    const options = of === 'role' ? ROLES.map((it) => [it, roleInWords(it)]) : this.rights.map(({ right, what }) => [right, plain(what)]);
    return html`
      <select @change=${(event: Event) => (this.what = (event.target as HTMLSelectElement).value)}>
        ${options.map(([value, text]) => html`<option value=${value ?? ''} .selected=${value === this.what}>${text}</option>`)}
      </select>
    `;
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    if (this.holder && !this.busy) this.dispatchEvent(new HandOutEvent(this.what, this.holder));
  }

  private closed() {
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-role-dialog': RelataRoleDialog;
  }
}
